"""What a receiver of a profile's callbacks has to do, worked out once for every language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wizard.callback.encode import encode_target
from wizard.callback.template import Leaf, template_of
from wizard.profile.endpoint import split
from wizard.profile.headers import is_secret
from wizard.profile.keys import IV_BYTES, KEY_BYTES
from wizard.profile.masking import literal_secret
from wizard.profile.references import names_in, pieces

if TYPE_CHECKING:
    from wizard.catalog import Channel
    from wizard.profile.model import CallbackProfile, Encryption

PREFIXES = ("hex:", "base64:")
DEFAULT_PORT = 8090


class Secret(NamedTuple):
    """A secret that the environment holds."""

    variable: str
    """The name of the environment variable."""
    reads: str
    """How its text becomes bytes: `text`, `hex` or `base64`."""
    hint: str
    """What it should be, for a comment."""


class HeaderCheck(NamedTuple):
    """A header row that shows that a callback is the sender's."""

    name: str
    parts: tuple[tuple[str, bool], ...]
    """Its value in pieces: (text, whether the text is the name of an environment variable)."""


class Plan(NamedTuple):
    """Everything that a snippet is filled in with."""

    title: str
    profile_id: str
    method: str
    path: str
    """Percent-encoded, as it comes."""
    port: int
    body_format: str
    """json, form-data, urlencoded, or `query` where the method has no body."""
    values: tuple[Leaf, ...]
    """Where in the body the variables are."""
    encrypted: frozenset[str]
    encryption: Encryption | None
    key: Secret
    iv: Secret
    headers: tuple[HeaderCheck, ...]
    embedded: frozenset[str]
    """Fields of a form that are JSON text."""
    status: str
    """The variable of the delivery status, where it is encrypted in a way that proves nothing; else empty."""
    statuses: tuple[str, ...]

    @property
    def is_gcm(self) -> bool:
        """Whether there is a tag."""
        return self.encryption is not None and self.encryption.algorithm.endswith("GCM")

    @property
    def decrypts(self) -> bool:
        """Whether any value that comes is encrypted."""
        return self.encryption is not None and any(
            name in self.encrypted for leaf in self.values for name in leaf.names
        )

    @property
    def variables(self) -> tuple[str, ...]:
        """The environment variables that the snippet reads, each once."""
        secrets = (self.key.variable, self.iv.variable) if self.decrypts else ()
        headers = (
            text for header in self.headers for text, from_environment in header.parts if from_environment
        )
        return tuple(dict.fromkeys((*headers, *secrets)))


def plan_of(profile: CallbackProfile, channel: Channel | None) -> Plan:
    """The plan of a profile."""
    template = template_of(profile, channel)
    parts = split(profile.endpoint)
    target = encode_target(parts.rest if parts else "", {})
    local = parts is not None and parts.host in ("localhost", "127.0.0.1", "::1")
    stated = (parts.port or "") if parts and local else ""
    encryption = profile.encryption
    variables = template.variables if template else ()
    chosen = encryption.parameters if encryption else ()
    return Plan(
        title=_one_line(profile.title) or "untitled",
        profile_id=_one_line(profile.id),
        method=profile.method,
        path=target.partition("?")[0],
        port=int(stated) if stated.isdecimal() else DEFAULT_PORT,
        body_format="query" if profile.method in ("GET", "DELETE") else profile.body_format,
        values=tuple(leaf for leaf in template.leaves if leaf.names) if template else (),
        encrypted=frozenset(variables if chosen is None else chosen),
        encryption=encryption,
        key=_secret(encryption.key if encryption else "", "CALLBACK_KEY", _length(encryption, KEY_BYTES)),
        iv=_secret(encryption.iv if encryption else "", "CALLBACK_IV", _length(encryption, IV_BYTES)),
        headers=tuple(
            HeaderCheck(header.name, value_parts(header.name, header.value))
            for header in profile.headers
            if header.value and is_secret(header)
        ),
        embedded=template.embedded if template else frozenset(),
        status=_telling(profile, channel, variables),
        statuses=tuple(status.name for status in channel.statuses) if channel else (),
    )


def _telling(profile: CallbackProfile, channel: Channel | None, variables: tuple[str, ...]) -> str:
    """The status shows a wrong key where no tag does."""
    encryption, name = profile.encryption, channel.status_variable if channel else ""
    unproven = encryption is not None and encryption.algorithm.endswith("CFB")
    chosen = encryption.parameters if encryption else None
    return name if unproven and name in variables and (chosen is None or name in chosen) else ""


def _one_line(text: str) -> str:
    """For a comment: nothing that could end it."""
    return re.sub(r"[^\w .:@-]+", " ", text).strip()


def _length(encryption: Encryption | None, lengths: dict[str, int] | dict[str, tuple[int, ...]]) -> str:
    found = lengths.get(encryption.algorithm) if encryption else None
    wanted = found if isinstance(found, tuple) else (found,)
    return " or ".join(str(length) for length in wanted if length)


def _secret(text: str, fallback: str, length: str) -> Secret:
    """Where a key or IV comes from: the variable that all of it is, or a new one that is to hold all of it."""
    prefix = next((prefix for prefix in PREFIXES if text.startswith(prefix)), "")
    rest = text[len(prefix) :]
    names = names_in(rest)
    whole = len(names) == 1 and rest == f"${{{names[0]}}}"
    reads = prefix.rstrip(":") or "text"
    hint = f"{length} characters" if reads == "text" else f"{length} bytes in {reads}"
    return Secret(names[0] if whole else fallback, reads, hint)


def value_parts(name: str, value: str) -> tuple[tuple[str, bool], ...]:
    """A row's value with its references; one that holds a typed secret becomes a variable of its own."""
    if literal_secret(value):
        return ((f"CALLBACK_{re.sub('[^A-Z0-9]+', '_', name.upper()).strip('_')}", True),)
    return tuple(
        (names_in(part)[0], True) if reference else (part.replace("$${", "${"), False)
        for part, reference in pieces(value)
    )
