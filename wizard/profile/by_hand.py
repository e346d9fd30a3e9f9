"""A profile as a text to be changed in an editor, and back. No secret stands in it in the clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from wizard.profile.document import write_profiles
from wizard.profile.files import read_profiles
from wizard.profile.headers import is_secret
from wizard.profile.masking import literal_secret, secret_fields, with_secrets
from wizard.profile.problem import Problem
from wizard.profile.source import FILE, ProfileFileError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.profile.model import CallbackProfile

HEAD = (
    "# Save and leave the editor, and the form takes this over.\n"
    "# Leave it without saving, and nothing changes.\n"
)
MARKS = (
    "# (unchanged: …) stands for a secret: leave it and the secret stays. Write\n"
    "# over it to change it, best with a ${NAME} read from the environment.\n"
)
LOCKED = "# The profile is saved: only its body may change, all else stays as it is.\n"


class HandText(NamedTuple):
    """The text, and what each mark in it stands for."""

    text: str
    secrets: dict[str, str]


def hand_text(profile: CallbackProfile, *, locked: bool = False) -> HandText:
    """The profile as TOML without ID and times. In place of each secret stands a mark, `(unchanged: api-key)`.

    `locked` says in it that only the body may change. A `${NAME}` is no secret and stays readable.
    """
    marks: dict[str, str] = {}
    secrets: dict[str, str] = {}
    for path, value in secret_fields(profile):
        if not literal_secret(value):
            continue
        name = _name(profile, path)
        number = 2
        mark = f"(unchanged: {name})"
        while mark in secrets:
            mark, number = f"(unchanged: {name} {number})", number + 1
        marks[path], secrets[mark] = mark, value
    bare = msgspec.structs.replace(with_secrets(profile, marks), id="", created_at="", modified_at="")
    text = write_profiles([bare], form="toml", reveal=True)
    return HandText(HEAD + MARKS * bool(marks) + LOCKED * locked + "\n" + text, secrets)


def _name(profile: CallbackProfile, path: str) -> str:
    """What a mark calls a secret: the header's name, else the last word of the path."""
    kind, _, rest = path.partition(".")
    return profile.headers[int(rest.partition(".")[0])].name if kind == "headers" else rest


def from_hand(text: str, before: CallbackProfile, secrets: Mapping[str, str]) -> CallbackProfile:
    """The profile of the changed text: marks stand for their `secrets`, ID and times are those of `before`.

    Raises ProfileFileError with every mistake at its line and column. The rules are for `check`, afterwards.
    """
    profiles = read_profiles(text.encode("utf-8", "surrogatepass"), name="profile.toml")
    if len(profiles) != 1:
        told = f"The text holds {len(profiles)} profiles"
        raise ProfileFileError([Problem(FILE, told, "leave one: this form is about one")])
    (profile,) = profiles
    found = _values(profile)
    broken = [
        path for path, value in found.items() if value not in secrets and any(m in value for m in secrets)
    ]
    if broken:
        told = "The mark of a secret has something beside it"
        advice = "leave it alone, or write the whole value anew"
        raise ProfileFileError([_placed(text, Problem(path, told, advice), found[path]) for path in broken])
    # A secret stays one, whatever header it was moved to.
    headers = tuple(
        msgspec.structs.replace(header, secret=True)
        if header.value in secrets and not is_secret(header)
        else header
        for header in profile.headers
    )
    profile = msgspec.structs.replace(profile, headers=headers)
    kept = {path: secrets[value] for path, value in found.items() if value in secrets}
    return msgspec.structs.replace(
        with_secrets(profile, kept),
        id=before.id,
        created_at=before.created_at,
        modified_at=before.modified_at,
    )


def _values(profile: CallbackProfile) -> dict[str, str]:
    """Every value that a mark may stand in, by its path."""
    found = {f"headers.{index}.value": header.value for index, header in enumerate(profile.headers)}
    if profile.encryption:
        found |= {"encryption.key": profile.encryption.key, "encryption.iv": profile.encryption.iv}
    return {**found, "test.proxy": profile.test.proxy}


def _placed(text: str, problem: Problem, value: str) -> Problem:
    at = text.find(value)
    if at < 0:
        return problem
    line = text.count("\n", 0, at) + 1
    return problem._replace(line=line, column=at - text.rfind("\n", 0, at))
