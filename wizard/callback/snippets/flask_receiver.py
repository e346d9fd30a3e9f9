"""The snippet of a receiver in Python, with Flask."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from wizard.callback.snippets.plan import HeaderCheck, Plan, Secret, plan_of

if TYPE_CHECKING:
    from wizard.callback.template import Leaf
    from wizard.catalog import Channel
    from wizard.profile.model import CallbackProfile

_DECODE = {
    "base64": "base64.b64decode(text)",
    "base64url": "base64.urlsafe_b64decode(text)",
    "hex": "bytes.fromhex(text)",
}
_FIELDS = {
    "json": "request.get_json()",
    "form-data": "request.form",
    "urlencoded": "request.form",
    "query": "request.args",
}


def receiver_python(profile: CallbackProfile, channel: Channel | None) -> str:
    """A module to run; it prints the values of each callback as one line of JSON."""
    plan = plan_of(profile, channel)
    parts = [_head(plan), _imports(plan), "app = Flask(__name__)\n"]
    if plan.decrypts:
        parts += [_secrets(plan), _decrypt(plan)]
    if plan.headers:
        parts.append(_SAME)
    parts += [_view(plan), _run(plan)]
    return "\n".join(parts)


_SAME = '''\
def same(got, expected):
    """Compared in constant time: how long it takes tells nothing of the secret."""
    return hmac.compare_digest((got or "").encode(), expected.encode())

'''


def _head(plan: Plan) -> str:
    needs = "flask cryptography" if plan.decrypts else "flask"
    about = f"{plan.title} ({plan.profile_id})" if plan.profile_id else plan.title
    lines = [f'"""Receives the callbacks of {about}.', "", f"Install: pip install {needs}"]
    if plan.variables:
        lines.append(f"Set:     {' '.join(plan.variables)} in the environment")
    lines += ["Run:     python receiver.py", '"""', ""]
    return "\n".join(lines)


def _imports(plan: Plan) -> str:
    standard = ["json", "os"]
    encryption = plan.encryption
    if (
        plan.decrypts
        and encryption
        and (encryption.encoding != "hex" or "base64" in (plan.key.reads, plan.iv.reads))
    ):
        standard.append("base64")
    if plan.headers:
        standard.append("hmac")
    if any(len(leaf.names) > 1 for leaf in plan.values):
        standard.append("re")
    lines = [f"import {name}" for name in sorted(standard)] + [""]
    if plan.decrypts and plan.is_gcm:
        lines.append("from cryptography.hazmat.primitives.ciphers.aead import AESGCM")
    elif plan.decrypts:
        lines.append("from cryptography.hazmat.primitives.ciphers import Cipher")
        lines.append("from cryptography.hazmat.primitives.ciphers.algorithms import AES")
    lines.append("from flask import Flask, abort, request")
    if plan.decrypts and not plan.is_gcm:
        lines += [
            "",
            "try:",
            "    from cryptography.hazmat.decrepit.ciphers.modes import CFB",
            "except ImportError:  # before it moved",
            "    from cryptography.hazmat.primitives.ciphers.modes import CFB",
        ]
    return "\n".join([*lines, ""])


def _secret(secret: Secret) -> str:
    value = f'os.environ["{secret.variable}"]'
    if secret.reads == "hex":
        return f"bytes.fromhex({value})"
    return f"base64.b64decode({value})" if secret.reads == "base64" else f"{value}.encode()"


def _secrets(plan: Plan) -> str:
    lines = [f"KEY = {_secret(plan.key)}  # {plan.key.hint}", f"IV = {_secret(plan.iv)}  # {plan.iv.hint}"]
    if plan.status:
        lines += ["STATUSES = {", *(f"    {_literal(status)}," for status in plan.statuses), "}"]
    return "\n".join([*lines, "", ""])


def _decrypt(plan: Plan) -> str:
    assert plan.encryption is not None
    lines = [
        "def decrypt(text):",
        f'    """{plan.encryption.algorithm}, written in {plan.encryption.encoding}."""',
    ]
    decode = _DECODE[plan.encryption.encoding]
    if plan.is_gcm and plan.encryption.tag == "before":
        lines += [
            f"    data = {decode}",
            "    tag, ciphertext = data[:16], data[16:]",
            "    return AESGCM(KEY).decrypt(IV, ciphertext + tag, None).decode()  # raises if the tag does not fit",
        ]
    elif plan.is_gcm:
        lines += [
            f"    data = {decode}  # ciphertext, then the 16 bytes of the tag",
            "    return AESGCM(KEY).decrypt(IV, data, None).decode()  # raises if the tag does not fit",
        ]
    else:
        lines += [
            f"    data = {decode}",
            "    decryptor = Cipher(AES(KEY), CFB(IV)).decryptor()  # full-block feedback, no padding",
            "    return (decryptor.update(data) + decryptor.finalize()).decode()",
        ]
    return "\n".join([*lines, "", ""])


def _view(plan: Plan) -> str:
    lines = [
        f"@app.route({_literal(unquote(plan.path))}, methods=[{_literal(plan.method)}])",
        "def callback():",
    ]
    for header in plan.headers:
        lines += _check(header)
    fault = (
        "another key, IV or layout, or not encrypted" if plan.decrypts else "not the fields that were agreed"
    )
    lines += [
        "    try:",
        f"        fields = {_FIELDS[plan.body_format]}",
        *(f"        {line}" for line in _reads(plan)),
        f"    except Exception as error:  # {fault}",
        '        app.logger.warning("cannot be read: %r", error)',
        "        abort(400)",
    ]
    if plan.status:
        lines += [
            f'    if values["{plan.status}"] not in STATUSES:  # a wrong key: CFB itself does not notice',
            "        abort(400)",
        ]
    lines += [
        "    print(json.dumps(values), flush=True)  # your work goes here; answer first if it takes long",
        '    return "", 204',
        "",
    ]
    return "\n".join([*lines, ""])


def _check(header: HeaderCheck) -> list[str]:
    expected = " + ".join(
        f'os.environ["{text}"]' if from_environment else _literal(text)
        for text, from_environment in header.parts
    )
    return [
        f"    if not same(request.headers.get({_literal(header.name)}), {expected}):",
        "        abort(401)",
    ]


def _literal(text: str) -> str:
    """As Python writes a text in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def _reads(plan: Plan) -> list[str]:
    """The lines that fill `values`."""
    lines: list[str] = []
    entries: list[str] = []
    for at, leaf in enumerate(plan.values):
        place = _place(plan, leaf)
        if len(leaf.names) > 1:
            # Several placeholders in one text.
            pattern = "(.*?)".join(re.escape(text) for text in leaf.around)
            lines.append(f"parts_{at} = re.fullmatch({pattern!r}, {place}, re.DOTALL).groups()")
            texts = [f"parts_{at}[{number}]" for number in range(len(leaf.names))]
        else:
            texts = [_within(place, leaf)]
        for name, text in zip(leaf.names, texts, strict=True):
            value = f"decrypt({text})" if name in plan.encrypted and plan.encryption else text
            entries.append(f"    {_literal(name)}: {value},")
    return [*lines, "values = {", *entries, "}"]


def _place(plan: Plan, leaf: Leaf) -> str:
    first, *rest = leaf.path
    place = f"fields[{_literal(str(first))}]"
    if first in plan.embedded:
        place = f"json.loads({place})"
    return place + "".join(f"[{_literal(step) if isinstance(step, str) else step}]" for step in rest)


def _within(place: str, leaf: Leaf) -> str:
    if not leaf.around:
        return place
    before, after = leaf.around
    if before:
        place += f".removeprefix({_literal(before)})"
    return place + (f".removesuffix({_literal(after)})" if after else "")


def _run(plan: Plan) -> str:
    return f'''\
if __name__ == "__main__":
    # For trying out; in production let gunicorn or another WSGI server run `app`, behind TLS.
    app.run(port=int(os.environ.get("PORT", "{plan.port}")))
'''
