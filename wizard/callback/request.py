"""A callback profile and values become a request: the one place where they do.

Preview, Test, the snippets, the receiver's check and the commands all come through here, so what is previewed is
byte for byte what is sent.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import msgspec

from wizard import __version__
from wizard.callback.cipher import Cipher, CipherError
from wizard.callback.delivery import Rows, SentRequest, SentValue
from wizard.callback.encode import encode_body, encode_target, names_in_query
from wizard.callback.secrecy import secret_texts, shown_value
from wizard.callback.text import safe_line, safe_text
from wizard.profile.body import BodyError, substitute
from wizard.profile.endpoint import Parts, check_endpoint, split
from wizard.profile.fault import object_fault
from wizard.profile.headers import check_headers, is_secret
from wizard.profile.problem import Problem
from wizard.profile.references import MissingReference, names_in, resolve
from wizard.profile.tokens import Lines, spots

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.profile.model import CallbackProfile

USER_AGENT = f"callback-profile-wizard/{__version__}"

WITH_BODY = ("POST", "PUT")
"""Methods that carry the request body. The others carry values in the query of their URL."""

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")

_NO_ENDPOINT = Parts("http", "", "‹endpoint›", None, False, "")


class RequestError(Exception):
    """A profile cannot become a request. `problem` names the field and says what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class CallbackRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request ready to be fired; HTTP/1.1.

    `headers` are all rows as sent, `host` first; `shown` the same rows as they may be shown. `target` is path and
    query. `sent_values` tells of each variable that the request carries; `values` are all that it was made from.
    `secrets` are texts that may be kept nowhere.
    """

    method: str
    scheme: str
    host: str
    port: int
    target: str
    headers: Rows
    shown: Rows
    body: bytes
    values: dict[str, str]
    sent_values: dict[str, SentValue]
    secrets: frozenset[str] = frozenset()
    credentials: tuple[str, ...] = ()
    """The names of the header rows that hold a secret."""
    profile_id: str = ""
    delivery_status: str = ""

    def __repr__(self) -> str:
        # Header values and secrets must not slip into a log or a traceback.
        return f"CallbackRequest({self.method} {self.url}, {len(self.body)} bytes)"

    @property
    def netloc(self) -> str:
        """Host and port as the Host header has them: the port only where it is not the scheme's own."""
        return self.headers[0][1]

    @property
    def url(self) -> str:
        """The URL that is called."""
        return f"{self.scheme}://{self.netloc}{self.target}"

    @property
    def head(self) -> bytes:
        """Request line, header rows and the empty line, as they go on the wire."""
        return _head(self.method, self.target, self.headers).encode()

    @property
    def raw(self) -> bytes:
        """The whole request as it goes on the wire of a direct connection."""
        return self.head + self.body

    @property
    def body_text(self) -> str:
        """The body for a screen or a message; what is not UTF-8 becomes U+FFFD."""
        return self.body.decode(errors="replace")

    def as_sent(self) -> SentRequest:
        """The request as a delivery keeps it: secret header values masked."""
        return SentRequest(
            method=self.method, url=self.url, target=self.target, headers=self.shown, body=self.body
        )

    def display(self) -> str:
        """The request as a person may see it: secret header values masked, control characters visible."""
        rows = tuple((safe_line(name), safe_line(value)) for name, value in self.shown)
        head = _head(self.method, self.target, rows).replace("\r\n", "\n")
        return head + safe_text(self.body_text)


def _head(method: str, target: str, rows: Rows) -> str:
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in rows)]
    return "\r\n".join(lines) + "\r\n\r\n"


def build_request(
    profile: CallbackProfile,
    values: Mapping[str, str],
    environ: Mapping[str, str] = os.environ,
    *,
    delivery_status: str = "",
) -> CallbackRequest:
    """The request of one callback. Raises RequestError for what keeps it from being made."""
    return RequestMaker(profile, environ).request(values, delivery_status)


class RequestMaker:
    """Makes the requests of one profile: what does not depend on values is done once.

    The environment is read here. With `lenient`, as a preview needs it, faults that leave something to show are
    gathered in `problems` instead of raised: a missing `${NAME}` stays as typed, an endpoint that is none and
    values that cannot be encrypted yet are marked so.
    """

    def __init__(
        self, profile: CallbackProfile, environ: Mapping[str, str], *, lenient: bool = False
    ) -> None:
        self.problems: list[Problem] = []
        self._profile = profile
        self._lenient = lenient
        parts = split(profile.endpoint)
        if self._refuse_first(check_endpoint(profile.endpoint)) or parts is None:
            parts = _NO_ENDPOINT
        self._parts = parts
        self._host = _ascii(parts.host) if parts is not _NO_ENDPOINT else parts.host
        bracketed = f"[{self._host}]" if parts.bracketed else self._host
        default = 443 if parts.scheme == "https" else 80
        self._port = int(parts.port) if parts.port else default
        self._netloc = bracketed if self._port == default else f"{bracketed}:{self._port}"
        self._has_body = profile.method in WITH_BODY
        self._names = self._variables()
        self._rows, self._shown = self._header_rows(environ)
        self._cipher = self._make_cipher(environ)
        self._secrets = secret_texts(profile, environ)

    def request(self, values: Mapping[str, str], delivery_status: str = "") -> CallbackRequest:
        """The request that carries these values. Raises RequestError for a value that cannot be written."""
        sent = {name: self._sent(name, values[name]) for name in self._names if name in values}
        wire = {name: value.wire for name, value in sent.items()}
        profile = self._profile
        target = encode_target(self._parts.rest, {} if self._has_body else wire)
        own: list[tuple[str, str]] = [("host", self._netloc)]
        present = {name.lower() for name, _ in self._rows}
        own += [row for row in (("user-agent", USER_AGENT), ("accept", "*/*")) if row[0] not in present]
        body = b""
        if self._has_body:
            body, media = self._encoded(substitute(profile.body, wire))
            if "content-type" not in present:
                own.append(("content-type", media))
            own.append(("content-length", str(len(body))))
        return CallbackRequest(
            method=profile.method,
            scheme=self._parts.scheme,
            host=self._host,
            port=self._port,
            target=target,
            headers=(*own, *self._rows),
            shown=(*own, *self._shown),
            body=body,
            values=dict(values),
            sent_values=sent,
            secrets=self._secrets,
            credentials=tuple(
                header.name for header in profile.headers if header.value and is_secret(header)
            ),
            profile_id=profile.id,
            delivery_status=delivery_status,
        )

    def _variables(self) -> tuple[str, ...]:
        """The names of the placeholders that this request fills, as far as the values know them."""
        profile = self._profile
        if not self._has_body:
            return names_in_query(self._parts.rest)
        fault = object_fault(profile.body) if profile.body.strip() else None
        if fault:
            line, column = Lines(profile.body).place(fault.offset)
            self._refuse(Problem("body", fault.message, fault.advice, line=line, column=column))
        return tuple(dict.fromkeys(spot.name for spot in spots(profile.body) if not spot.in_key))

    def _header_rows(self, environ: Mapping[str, str]) -> tuple[Rows, Rows]:
        profile = self._profile
        self._refuse_first(check_headers(profile.headers, profile.body_format if self._has_body else ""))
        rows, shown = [], []
        for index, header in enumerate(profile.headers):
            path = f"headers.{index}.value"
            value = header.value
            try:
                value = resolve(value, environ)
            except MissingReference as error:
                told = (
                    f"The header {header.name} needs the environment variable {error.name}, which is not set"
                )
                self._refuse(Problem(path, told, f"set {error.name} and start again"))
            if _CONTROL.search(value):
                what = " and ".join(names_in(header.value)) or "the value"
                told = f"The header {header.name} would hold a control character, from {what}"
                self._refuse(Problem(path, told, "take line ends and other controls out of it"))
            # White space at the ends is no part of a value (RFC 9110, 5.5).
            rows.append((header.name, value.strip(" \t")))
            shown.append((header.name, shown_value(header).strip(" \t")))
        return tuple(rows), tuple(shown)

    def _make_cipher(self, environ: Mapping[str, str]) -> Cipher | None:
        if self._profile.encryption is None:
            return None
        try:
            return Cipher.of(self._profile.encryption, environ)
        except CipherError as error:
            self._refuse(Problem(error.path, error.message, error.advice))
            return None

    def _sent(self, name: str, plain: str) -> SentValue:
        encryption = self._profile.encryption
        try:
            if not plain.isascii():
                plain.encode()
            if encryption is None or (
                encryption.parameters is not None and name not in encryption.parameters
            ):
                return SentValue(plain=plain, wire=plain)
            wire = self._cipher.encrypt(plain) if self._cipher else f"‹{name}, encrypted›"
        except UnicodeEncodeError:
            told = f"The value of {name} holds half of a character"
            raise RequestError(Problem(f"values.{name}", told, "type it again")) from None
        return SentValue(plain=plain, wire=wire, encrypted=True)

    def _encoded(self, text: str) -> tuple[bytes, str]:
        try:
            return encode_body(text, self._profile.body_format)
        except BodyError as error:
            self._refuse(error.problem)
        except UnicodeEncodeError:
            self._refuse(Problem("body", "The request body holds half of a character", "type it again"))
        except KeyError:
            told = f"There is no body format {self._profile.body_format!r}"
            self._refuse(Problem("body_format", told, "choose json, form-data or urlencoded"))
        return text.encode(errors="replace"), "text/plain"

    def _refuse_first(self, problems: list[Problem]) -> bool:
        """Whether there is an error among the problems; the first is refused."""
        for problem in problems:
            if problem.is_error:
                self._refuse(problem)
                return True
        return False

    def _refuse(self, problem: Problem) -> None:
        if not self._lenient:
            raise RequestError(problem)
        if problem not in self.problems:
            self.problems.append(problem)


def _ascii(host: str) -> str:
    """The host as a request writes it: lower case, in ASCII (IDNA)."""
    return (host if host.isascii() else host.encode("idna").decode()).lower()
