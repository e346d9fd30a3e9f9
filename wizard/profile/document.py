"""A profile as data with the keys of a profile file, and files written from it. Design section 6 has the keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from wizard.profile.masking import literal_secret, secret_fields, with_secrets
from wizard.profile.references import names_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wizard.profile.model import CallbackProfile


def to_document(profile: CallbackProfile, *, reveal: bool) -> dict[str, Any]:
    """The profile as the data of a profile file, its keys always in one order.

    Every key of the design is there, `encryption` as None where it is off; `test` and `value_sets` only where they
    differ from the defaults. Without `reveal` a secret is the `${NAME}` that `without_secrets` gives it.
    """
    return _document(profile if reveal else without_secrets(profile))


def _document(profile: CallbackProfile) -> dict[str, Any]:
    encryption = profile.encryption
    document: dict[str, Any] = {
        "id": profile.id,
        "title": profile.title,
        "channel": profile.channel,
        "events": list(profile.events),
        "method": profile.method,
        "endpoint": profile.endpoint,
        "body_format": profile.body_format,
        "body": profile.body,
        "headers": [msgspec.to_builtins(header) for header in profile.headers],
        "encryption": None,
    }
    if encryption:
        document["encryption"] = {
            "algorithm": encryption.algorithm,
            "key": encryption.key,
            "iv": encryption.iv,
            **({} if encryption.parameters is None else {"parameters": list(encryption.parameters)}),
            "encoding": encryption.encoding,
            "tag": encryption.tag,
        }
    if test := msgspec.to_builtins(profile.test):
        document["test"] = test
    if profile.value_sets:
        document["value_sets"] = profile.value_sets
    return {**document, "created_at": profile.created_at, "modified_at": profile.modified_at}


def without_secrets(profile: CallbackProfile, taken: set[str] | None = None) -> CallbackProfile:
    """The profile with each secret typed in the clear replaced by a reference named for its title and field.

    `email_callback_profile`'s header `api-key` becomes `${EMAIL_CALLBACK_PROFILE_API_KEY}`. A value that refers
    to the environment already stays. `taken` holds names that others use; the new ones are added to it.
    """
    taken = set() if taken is None else taken
    secrets = {path: value for path, value in secret_fields(profile) if literal_secret(value)}
    if not secrets:
        return profile
    taken |= {name for _, value in secret_fields(profile) for name in names_in(value)}
    return with_secrets(profile, {path: f"${{{_new_name(profile, path, taken)}}}" for path in secrets})


def _new_name(profile: CallbackProfile, path: str, taken: set[str]) -> str:
    kind, _, rest = path.partition(".")
    field = profile.headers[int(rest.partition(".")[0])].name if kind == "headers" else rest
    words = [re.sub(r"[^A-Z0-9]+", "_", part.upper()).strip("_") for part in (profile.title, field)]
    base = "_".join(word for word in words if word) or "SECRET"
    # The name of an environment variable begins with no digit.
    base = f"_{base}" if base[0].isdigit() else base
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    taken.add(name)
    return name


def needed_names(profiles: Iterable[CallbackProfile]) -> tuple[str, ...]:
    """The environment variables that the file `write_profiles` makes of these without secrets needs, each once."""
    return tuple(dict.fromkeys(name for _, names in needed_by(profiles) for name in names))


def needed_by(profiles: Iterable[CallbackProfile]) -> list[tuple[CallbackProfile, tuple[str, ...]]]:
    """Those of the profiles that need environment variables in such a file, each with the names that it needs."""
    names = ((profile, references(profile)) for profile in _bared(profiles))
    return [(profile, needed) for profile, needed in names if needed]


def references(profile: CallbackProfile) -> tuple[str, ...]:
    """The environment variables that a profile reads when it is fired: headers, key, IV, proxy; each once."""
    texts = [header.value for header in profile.headers]
    if profile.encryption:
        texts += [profile.encryption.key, profile.encryption.iv]
    texts.append(profile.test.proxy)
    return tuple(dict.fromkeys(name for text in texts for name in names_in(text)))


def _bared(profiles: Iterable[CallbackProfile]) -> Iterable[CallbackProfile]:
    taken: set[str] = set()
    return [without_secrets(profile, taken) for profile in profiles]


def write_profiles(
    profiles: Sequence[CallbackProfile], *, form: Literal["toml", "json"], reveal: bool
) -> str:
    """The text of a profile file: one profile by itself, any other number as a list.

    `read_profiles` gives the same profiles back, to the byte of every body. Keys that are empty because the profile
    is not saved yet, or has no encryption, are left out. Without `reveal` no secret stands in it; `needed_names`
    tells what to set in their place.
    """
    documents = [_written(_document(profile)) for profile in (profiles if reveal else _bared(profiles))]
    if form == "json":
        data: object = documents[0] if len(documents) == 1 else documents
        return _json(data) + "\n"
    from wizard.profile.toml_text import profiles_toml

    return profiles_toml(documents)


def _json(data: object) -> str:
    try:
        return msgspec.json.format(msgspec.json.encode(data), indent=2).decode()
    except UnicodeEncodeError:
        # Half of a character, which no valid profile holds and no file can.
        import json

        return json.dumps(data, indent=2, ensure_ascii=False).encode("utf-8", "replace").decode()


def _written(document: dict[str, Any]) -> dict[str, Any]:
    empty = ("id", "encryption", "created_at", "modified_at")
    return {key: value for key, value in document.items() if value or key not in empty}
