"""Header rows: which are secret, which are lawful (RFC 9110), the row of Basic authentication (RFC 7617)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wizard.profile.model import Header
from wizard.profile.problem import Problem, hidden, plain, warning
from wizard.profile.references import malformed, names_in, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

MEDIA_TYPES = {
    "json": "application/json",
    "form-data": "multipart/form-data",
    "urlencoded": "application/x-www-form-urlencoded",
}
"""Body format to the Content-Type that says so."""

SENDERS_OWN = ("host", "content-length", "transfer-encoding")
"""Headers that the sender writes from the request itself."""

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_HALF = re.compile(r"[\ud800-\udfff]")
_MEDIA = re.compile(r"\s*([^\s;/]+/[^\s;]+)\s*(?:;(.*))?", re.DOTALL)

_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s\";]+)", re.IGNORECASE)
_UTF8 = ("utf-8", "utf8")

_SECRET_WORDS = frozenset(("key", "keys", "auth", "pass", "pwd", "jwt", "bearer", "hmac", "sid"))
_SECRET_PARTS = re.compile(
    "authori[sz]ation|authentication|apikey|token|secret|passw|cookie|credential|signature|accesskey|privatekey|session"
)


def is_secret(header: Header) -> bool:
    """Whether the row's value is hidden on screens and sealed in the store: as set, else by its name."""
    if header.secret is not None:
        return header.secret
    words = re.split(r"[^a-z0-9]+", header.name.lower())
    return not _SECRET_WORDS.isdisjoint(words) or _SECRET_PARTS.search("".join(words)) is not None


def basic_authorization(user: str, password: str) -> Header:
    """The `Authorization` row of Basic authentication, in UTF-8. Raises ValueError with a plain sentence."""
    for label, text in (("user name", user), ("password", password)):
        if names_in(text):
            raise ValueError(
                f"a ${{NAME}} in the {label} cannot be read later: the row holds it encoded; write the row "
                "yourself as Basic ${NAME}, with the encoded pair in the environment"
            )
        if _CONTROL.search(text) or "\t" in text or _HALF.search(text):
            raise ValueError(f"the {label} holds a control character; type it again")
    user, password = resolve(user, {}), resolve(password, {})
    if not user:
        raise ValueError("the user name is missing; type it")
    if ":" in user:
        raise ValueError("the user name cannot hold a colon, for a colon ends it; use another name")
    from base64 import b64encode

    return Header(name="Authorization", value="Basic " + b64encode(f"{user}:{password}".encode()).decode())


def check_headers(headers: tuple[Header, ...], body_format: str) -> list[Problem]:
    """Every fault of the rows, in their order; paths count rows from 0. A doubled name is lawful."""
    found: list[Problem] = []
    kinds = 0
    for index, header in enumerate(headers):
        path = f"headers.{index}"
        found += _check_name(header, path)
        found += _check_value(header, path)
        if header.name.lower() == "content-type":
            kinds += 1
            found += _check_media(header.value, path, body_format, kinds)
    return found


def _check_name(header: Header, path: str) -> Iterator[Problem]:
    name, place = header.name, f"{path}.name"
    if not name:
        told = "The header has no name" if header.value else "The header row is empty"
        yield Problem(place, told, "write its name, or remove the row")
    elif not _TOKEN.fullmatch(name):
        wrong = next(character for character in name if not _TOKEN.fullmatch(character))
        yield Problem(
            place,
            f"A header name cannot hold {_spell(wrong)}",
            "use letters, digits and hyphens, and write the value in its own field",
        )
    elif name.lower() in SENDERS_OWN:
        yield Problem(place, f"{name} is written by the sender from the request itself", "remove the row")
    elif name.lower() == "content-encoding":
        yield warning(place, "Content-Encoding is sent, but the body is not compressed", "remove the row")


def _check_value(header: Header, path: str) -> Iterator[Problem]:
    value, place = header.value, f"{path}.value"
    wrong = _CONTROL.search(value) or _HALF.search(value)
    if wrong:
        yield Problem(
            place, f"A header value cannot hold {_spell(wrong[0])}", "write it on one line, as plain text"
        )
        return
    if fault := hidden(place, value):
        yield fault
    elif not value.isascii():
        yield warning(
            place,
            "The value has characters outside ASCII, sent as UTF-8, which some servers read otherwise",
            "write it in ASCII if your endpoint shows it wrongly",
        )
    if value != value.strip(" \t"):
        yield warning(place, "The value starts or ends with a space, which receivers drop", "take it off")
    if malformed(value):
        yield warning(
            place,
            "A ${ in the value begins no name of an environment variable, and is sent as it stands",
            "write ${NAME} with letters, digits and underscores, or $${ for a plain ${",
        )


def _check_media(value: str, path: str, body_format: str, nth: int) -> Iterator[Problem]:
    """Whether a Content-Type row says what the body format does."""
    place = f"{path}.value"
    wanted = MEDIA_TYPES.get(body_format)
    if nth == 2:
        yield Problem(f"{path}.name", "Content-Type stands twice", "keep one of the rows")
    if wanted is None or names_in(value):
        return
    match = _MEDIA.fullmatch(value)
    media = match[1].lower() if match else value.strip().lower()
    if media != wanted and not (body_format == "json" and media.endswith("+json")):
        choice = next((name for name, kind in MEDIA_TYPES.items() if kind == media), "")
        way = f"choose the body format {choice}, or remove the row" if choice else "remove the row"
        yield Problem(
            place,
            f"Content-Type {plain(value.strip())} contradicts the body format {body_format}, sent as {wanted}",
            way,
        )
    elif body_format == "form-data":
        yield Problem(
            place,
            "The Content-Type of form data holds a boundary that the sender makes anew",
            "remove the row; it is added for you",
        )
    elif match and (charset := _CHARSET.search(match[2] or "")) and charset[1].lower() not in _UTF8:
        yield warning(place, f"The body is sent as UTF-8, not as {plain(charset[1])}", "write charset=utf-8")


def _spell(character: str) -> str:
    """A character as a person can see it."""
    names = {" ": "a space", "\t": "a tab", "\n": "a line break", "\r": "a line break", ":": "a colon"}
    if character in names:
        return names[character]
    return character if character.isprintable() else f"the control character U+{ord(character):04X}"
