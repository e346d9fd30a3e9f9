"""Snippets that send an email whose deliveries a profile hears about.

The request is that of Kaleyra's page *Send Single Email* (v1): its endpoint, its field names, `callback_profile_id` at
the top level. Everything in it but the profile's ID is a sample.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.catalog import Channel
    from wizard.profile.model import CallbackProfile

API = "https://api.kaleyra.io"
UNSAVED = "PUT_THE_CALLBACK_PROFILE_ID_HERE"


def _email(profile: CallbackProfile) -> dict[str, str]:
    return {
        "from": "orders@shop.example",
        "from_name": "Shop",
        "to": "ada.lovelace@mail.example",
        "type": "TXN",
        "subject": "Your order is on its way",
        "html_body": "<p>It left us this morning.</p>",
        "text_body": "It left us this morning.",
        "callback_profile_id": profile.id or UNSAVED,
    }


def send_email_curl(profile: CallbackProfile, channel: Channel | None) -> str:
    """For bash and zsh: the key goes to curl through a pipe, for arguments can be seen by everyone with `ps`."""
    return f"""\
# Sends an email; what becomes of it is reported to the callback profile named below.
# KALEYRA_SID and KALEYRA_API_KEY come from the environment. Sender and template must be approved by Kaleyra.
# KALEYRA_API is your region's host, such as https://api.in.kaleyra.io.
curl --fail-with-body "${{KALEYRA_API:-{API}}}/v1/${{KALEYRA_SID:?}}/email" \\
  --header "Content-Type: application/json" \\
  --header @<(printf 'api-key: %s' "${{KALEYRA_API_KEY:?}}") \\
  --data-binary @- <<'JSON'
{json.dumps(_email(profile), indent=2)}
JSON
"""


def send_email_python(profile: CallbackProfile, channel: Channel | None) -> str:
    """With the standard library alone."""
    email = "\n".join(
        f"    {json.dumps(name)}: {json.dumps(value)}," for name, value in _email(profile).items()
    )
    return f'''\
"""Sends an email; what becomes of it is reported to the callback profile named below.

KALEYRA_SID and KALEYRA_API_KEY come from the environment. Sender and template must be approved by Kaleyra.
"""

import json
import os
import urllib.error
import urllib.request

# Your region's host, such as https://api.in.kaleyra.io
API = os.environ.get("KALEYRA_API", "{API}")

EMAIL = {{
{email}
}}

request = urllib.request.Request(
    f"{{API}}/v1/{{os.environ['KALEYRA_SID']}}/email",
    data=json.dumps(EMAIL).encode(),
    headers={{"Content-Type": "application/json", "api-key": os.environ["KALEYRA_API_KEY"]}},
    method="POST",
)
try:
    with urllib.request.urlopen(request, timeout=30) as response:  # 202 Accepted
        sent = json.load(response)
except urllib.error.HTTPError as error:
    raise SystemExit(f"{{error.code}} {{error.reason}}: {{error.read().decode(errors='replace')}}") from None

for message in sent["data"]:
    # Callbacks carry this ID with the number of the recipient behind a colon.
    print(message["message_id"], message["to"])
'''
