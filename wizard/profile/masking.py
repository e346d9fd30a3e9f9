"""What of a profile is secret, and the profile as it may be shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from wizard.profile.headers import is_secret
from wizard.profile.references import MissingReference, pieces, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.profile.model import CallbackProfile

_SCHEME = re.compile(r"^(basic|bearer|digest|token|apikey)\s+", re.IGNORECASE)


def mask(text: str) -> str:
    """Bullets for the text: 4, 8 or 12 of them for a short, usual or long one. `${NAME}` stays readable."""
    return "".join(part if reference else _bullets(part) for part, reference in pieces(text))


def _bullets(text: str) -> str:
    return "•" * (4 if len(text) < 8 else 8 if len(text) < 32 else 12)


def secret_fields(profile: CallbackProfile) -> tuple[tuple[str, str], ...]:
    """Every secret of the profile that is not empty: (path, value). Rows count from 0: `headers.2.value`."""
    found = [
        (f"headers.{index}.value", header.value)
        for index, header in enumerate(profile.headers)
        if header.value and is_secret(header)
    ]
    if profile.encryption:
        found += [("encryption.key", profile.encryption.key), ("encryption.iv", profile.encryption.iv)]
    if "@" in profile.test.proxy:
        found.append(("test.proxy", profile.test.proxy))
    return tuple((path, value) for path, value in found if value)


def with_secrets(profile: CallbackProfile, secrets: Mapping[str, str]) -> CallbackProfile:
    """The profile with the values at these paths (those of `secret_fields`) put in place of its own.

    A path that the profile does not have is left alone.
    """
    if not secrets:
        return profile
    replace = msgspec.structs.replace
    headers = tuple(
        replace(header, value=secrets.get(f"headers.{index}.value", header.value))
        for index, header in enumerate(profile.headers)
    )
    encryption = profile.encryption
    if encryption:
        encryption = replace(
            encryption,
            key=secrets.get("encryption.key", encryption.key),
            iv=secrets.get("encryption.iv", encryption.iv),
        )
    test = profile.test
    if "test.proxy" in secrets:
        test = replace(test, proxy=secrets["test.proxy"])
    return replace(profile, headers=headers, encryption=encryption, test=test)


def masked(profile: CallbackProfile) -> CallbackProfile:
    """The profile as it may be shown: each secret masked, all else as it is."""
    return with_secrets(profile, {path: mask(value) for path, value in secret_fields(profile)})


def literal_secret(value: str) -> str:
    """What of a secret value is typed in the clear, leaving out references and the word of a scheme."""
    return "".join(_credentials(part) for part, reference in pieces(value) if not reference)


def _credentials(text: str) -> str:
    """What follows `Basic`, `Bearer` and the like: the words name a scheme and are no secret."""
    return _SCHEME.sub("", text.strip() + " ").strip()


def secret_values(profile: CallbackProfile, environ: Mapping[str, str] | None = None) -> frozenset[str]:
    """Every text that must not appear where secrets are hidden: the secrets, and parts beside references.

    With `environ` also the values that their references stand for. The word of a scheme (`Bearer`) is no
    secret, what follows it is.
    """
    found: set[str] = set()
    for _, value in secret_fields(profile):
        texts = [part for part, reference in pieces(value) if not reference]
        if environ is not None:
            texts.append(_resolved(value, environ))
        for text in texts:
            if credentials := _credentials(text):
                found.update((credentials, text.strip()))
    return frozenset(found)


def _resolved(value: str, environ: Mapping[str, str]) -> str:
    try:
        return resolve(value, environ)
    except MissingReference:
        return ""
