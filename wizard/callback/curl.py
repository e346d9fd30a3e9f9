"""A request that was or would be sent, as a curl command that sends the same again when pasted into a shell."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from wizard.callback.secrecy import shown_value
from wizard.profile.headers import is_secret
from wizard.profile.masking import literal_secret
from wizard.profile.model import TestSettings
from wizard.profile.references import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.callback.delivery import SentRequest
    from wizard.profile.model import CallbackProfile

LARGE = 1 << 20
"""Bytes of a body from which curl asks the endpoint with `Expect: 100-continue` before it sends."""

_CURLS_OWN = (("accept", "*/*"),)
_BULLET = "•"


def curl(sent: SentRequest, profile: CallbackProfile | None = None, *, reveal: bool = False) -> str:
    """The command, for bash and zsh, and for any POSIX shell where the body has no control characters.

    `${NAME}` is left for the shell to fill in. A secret that is typed in the profile is not written: its place takes
    a variable `${CALLBACK_...}`, and the shell says so if that is not set. With `reveal` it is written, as far as the
    profile is there to tell it. The profile's test settings that differ from the defaults are passed on.
    """
    words = ["curl", "--include", "--http1.1", "--request", sent.method]
    if re.search(r"[\[\]{}]", sent.url):
        words.append("--globoff")
    if "/." in sent.url:
        words.append("--path-as-is")
    lines = [" ".join([*words, shlex.quote(sent.url)])]
    lines += _settings(profile.test if profile else TestSettings())
    lines += [f"--header {word}" for word in _rows(sent, profile, reveal)]
    feed = ""
    if any(name == "content-length" for name, _ in sent.headers):
        word = _text_word(sent.body)
        if word is None:
            from base64 import b64encode

            # No shell can hold a NUL, nor bytes that are no text.
            feed = f"printf %s {b64encode(sent.body).decode()} | base64 -d | "
            lines.append("--data-binary @-")
        else:
            lines.append(f"--data-raw {word}")
    return feed + " \\\n  ".join(lines)


def _rows(sent: SentRequest, profile: CallbackProfile | None, reveal: bool) -> Iterator[str]:
    """Each header row that curl must be told, as a word of the shell."""
    typed = _typed(sent, profile)
    for index, (name, shown) in enumerate(sent.headers):
        folded = name.lower()
        if folded in ("host", "content-length") or (folded, shown) in _CURLS_OWN:
            continue
        value, secret = typed.get(index, (shown, False))
        masked = index not in typed and _BULLET in shown
        value = value.strip(" \t")
        if not value:
            # To curl a header that ends in a colon is one to leave out; this is how it takes an empty one.
            yield shlex.quote(f"{name};")
        elif masked or (secret and not reveal and literal_secret(value)):
            variable = "CALLBACK_" + re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_")
            yield shlex.quote(f"{name}: ") + f'"${{{variable}:?set it to the value of {_plain(name)}}}"'
        else:
            yield _join((f"{name}: ", False), *pieces(value))
    if len(sent.body) >= LARGE:
        yield "'Expect:'"


def _typed(sent: SentRequest, profile: CallbackProfile | None) -> dict[int, tuple[str, bool]]:
    """By index of the row: its value as the profile has it, and whether that is secret.

    The profile's rows come last, in order. It may have been changed since: rows that do not fit are left out.
    """
    headers = profile.headers if profile else ()
    first = len(sent.headers) - len(headers)
    return {
        first + index: (header.value, is_secret(header))
        for index, header in enumerate(headers)
        if first >= 0 and sent.headers[first + index] == (header.name, shown_value(header).strip(" \t"))
    }


def _join(*parts: tuple[str, bool]) -> str:
    """Literal text in single quotes, references in double ones: there a shell fills them in, and does nothing else."""
    literal, words = "", []
    for text, reference in parts:
        if not reference:
            literal += text.replace("$${", "${")
            continue
        words += [_word(literal)] if literal else []
        words.append(f'"{text}"')
        literal = ""
    return "".join([*words, _word(literal)] if literal else words)


def _settings(test: TestSettings) -> Iterable[str]:
    usual = TestSettings()
    if test.connect_timeout != usual.connect_timeout:
        yield f"--connect-timeout {test.connect_timeout:g}"
    if test.timeout != usual.timeout:
        yield f"--max-time {test.timeout:g}"
    if not test.verify:
        yield "--insecure"
    for option, name in (
        ("cacert", test.ca_file),
        ("cert", test.client_certificate),
        ("key", test.client_key),
    ):
        if name:
            yield f"--{option} {_path(name)}"
    if test.proxy.strip().lower() == "none":
        yield "--noproxy '*'"
    elif test.proxy:
        hidden = _hide_password(test.proxy)
        yield f"--proxy {_join(*pieces(hidden))}"


def _path(name: str) -> str:
    """A file's path; `~` is left for the shell."""
    return f"~/{shlex.quote(name[2:])}" if name.startswith("~/") else shlex.quote(name)


def _hide_password(proxy: str) -> str:
    """The proxy's URL with credentials that are typed in it replaced by a variable."""
    front, at, place = proxy.rpartition("@")
    scheme, slashes, credentials = front.rpartition("//")
    if not at or not any(part.strip(":") for part, reference in pieces(credentials) if not reference):
        return proxy
    return f"{scheme}{slashes}${{CALLBACK_PROXY_CREDENTIALS}}@{place}"


def _plain(name: str) -> str:
    """A header's name for a message inside `${...:?...}`."""
    return re.sub(r"[^A-Za-z0-9-]", "", name)


def _text_word(data: bytes) -> str | None:
    """A body as a word of the shell; None where no shell could hold it."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else _word(text)


def _word(text: str) -> str:
    """A word of the shell; with control characters spelled as bash and zsh read them between `$'` and `'`."""
    if not re.search(r"[\x01-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", text):
        return shlex.quote(text)
    return "$'" + re.sub(r"[\x01-\x1f\x7f\\'!]", _escape, text) + "'"


def _escape(match: re.Match[str]) -> str:
    letter = match[0]
    return {"\\": r"\\", "'": r"\'", "\n": r"\n", "\r": r"\r", "\t": r"\t"}.get(
        letter
    ) or f"\\x{ord(letter):02x}"
