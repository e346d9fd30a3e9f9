"""What of a firing is secret: how it is shown instead, and how it is kept out of what is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, AnyStr

from wizard.profile.headers import is_secret
from wizard.profile.masking import mask, secret_fields, secret_values
from wizard.profile.references import MissingReference, names_in, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wizard.profile.model import CallbackProfile, Header

LEAST = 4
"""Characters: a shorter text is no secret, and taking it out would shred everything else."""

MASK = "••••••••"

_BY_NUMBER = re.compile(r"\\u([0-9a-f]{4})")
_GO = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
_DOTNET = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&'+`"}
_HTML = {0x26: "&amp;", 0x3C: "&lt;", 0x3E: "&gt;", 0x22: "&quot;", 0x27: "&#x27;"}


def shown_value(header: Header) -> str:
    """A header's value as it may be shown: masked if it is secret, references as typed."""
    return mask(header.value) if is_secret(header) else header.value


def secret_texts(profile: CallbackProfile, environ: Mapping[str, str]) -> frozenset[str]:
    """Every text that a firing of this profile must not leave behind, where a response echoes it, say.

    Secret header values, key and IV, as typed and as read from the environment; what a reference stands for in
    any header; user name and password of Basic authentication and of a proxy, decoded.
    """
    found = set(secret_values(profile, environ))
    texts = [header.value for header in profile.headers] + [value for _, value in secret_fields(profile)]
    found.update(environ[name] for text in texts for name in names_in(text) if name in environ)
    for header in profile.headers:
        if header.name.lower() in ("authorization", "proxy-authorization"):
            found.update(_basic(header.value, environ))
    if "@" in profile.test.proxy:
        credentials = profile.test.proxy.rpartition("@")[0].rpartition("//")[2]
        found.update((credentials, credentials.partition(":")[2]))
    found.update([spelled for text in found for spelled in _spellings(text)])
    return frozenset(text for text in found if len(text.strip()) >= LEAST)


def _spellings(text: str) -> Iterable[str]:
    """How JSON and HTML writers spell a text: some escape slashes, some all that is not ASCII, some what HTML minds."""
    if text.isalnum() and text.isascii():
        return ()
    import json

    plain, ascii_only = json.dumps(text, ensure_ascii=False)[1:-1], json.dumps(text)[1:-1]
    found = {plain, ascii_only, plain.replace("/", "\\/"), ascii_only.replace("/", "\\/")}
    for spelled in (plain, ascii_only):
        found.add(spelled.translate(_GO))
        # .NET writes its escapes in capitals, and a quote by its number.
        by_number = spelled.replace('\\"', "\\u0022").translate(_DOTNET)
        found.add(_BY_NUMBER.sub(lambda escape: "\\u" + escape[1].upper(), by_number))
    found.update(text.translate(table) for table in (_HTML, _HTML | {0x27: "&#39;", 0x22: "&#34;"}))
    return found


def _basic(value: str, environ: Mapping[str, str]) -> Iterable[str]:
    """The user name with its password, and the password alone, of a Basic authorization."""
    import binascii

    try:
        scheme, _, encoded = resolve(value, environ).strip().partition(" ")
        if scheme.lower() != "basic":
            return ()
        pair = binascii.a2b_base64(encoded).decode()
    except (MissingReference, ValueError):
        return ()
    return (pair, pair.partition(":")[2])


def scrub(text: str, secrets: Iterable[str], *, cut: bool = False) -> str:
    """The text with each secret in it masked. `cut`: it may end in the middle of one, whose beginning goes too."""
    longest_first = sorted(secrets, key=len, reverse=True)
    for secret in longest_first:
        if secret in text:
            text = text.replace(secret, MASK)
    if cut and (begun := max((_begun(text, secret) for secret in longest_first), default=0)):
        text = text[:-begun] + MASK
    return text


def scrub_bytes(data: bytes, secrets: Iterable[str], *, cut: bool = False) -> bytes:
    """The bytes with each secret in them, as UTF-8, masked; other bytes stay as they are. `cut` as for `scrub`."""
    longest_first = [secret.encode(errors="replace") for secret in sorted(secrets, key=len, reverse=True)]
    for raw in longest_first:
        if raw in data:
            data = data.replace(raw, MASK.encode())
    if cut and (begun := max((_begun(data, raw) for raw in longest_first), default=0)):
        data = data[:-begun] + MASK.encode()
    return data


def _begun(text: AnyStr, secret: AnyStr) -> int:
    """How much of the secret's beginning the text ends in, if that is enough to be told by."""
    sizes = range(min(len(secret) - 1, len(text)), LEAST - 1, -1)
    return next((size for size in sizes if text.endswith(secret[:size])), 0)
