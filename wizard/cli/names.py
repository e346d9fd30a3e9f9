"""Finding the profile that a person names on the command line, and offering names to the shell."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

import click
from click.shell_completion import CompletionItem

from wizard.cli import outcome
from wizard.cli.door import Door
from wizard.cli.outcome import Mistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.profile.model import CallbackProfile
    from wizard.store import Opened, ProfileRow, Store

T = TypeVar("T")

OFFERED = 100
"""Most names that a shell is offered at once."""


class ProfileName(click.ParamType[str]):
    """A profile's ID, a prefix of it, or its whole title; with `files` also a profile file or `-`."""

    name = "ID"

    def __init__(self, *, files: bool = False) -> None:
        self.files = files

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """IDs that begin so, then titles. A store that cannot be opened offers nothing, in silence."""
        if self.files and incomplete.startswith((".", "/", "~", "-")):
            return [CompletionItem(incomplete, type="file")]
        door = ctx.find_object(Door)
        try:
            items = list(_offers(door, incomplete)) if door else []
        except Exception:  # a traceback in the middle of a prompt helps nobody
            items = []
        if self.files:
            items.append(CompletionItem(incomplete, type="file"))
        return items


def _offers(door: Door, incomplete: str) -> Iterator[CompletionItem[str]]:
    from wizard.store import ProfileQuery

    rows = door.store.window(ProfileQuery(search=incomplete), 0, OFFERED)
    wanted = incomplete.casefold()
    yield from (
        CompletionItem(row.id, help=row.title) for row in rows if row.id.casefold().startswith(wanted)
    )
    if incomplete:
        titled = (row for row in rows if row.title.casefold().startswith(wanted))
        yield from (CompletionItem(row.title, help=row.id) for row in titled)


def find(door: Door, name: str) -> CallbackProfile:
    """The saved profile of that ID, prefix of an ID, or title that one profile alone has.

    Secrets that the sealing key does not open are empty in it, and are told of. Raises the store's UnknownProfile or
    Mistake for a beginning or a title that several have.
    """
    opened = _find(door, name)
    if opened.unreadable:
        outcome.say(f"warning: {_shut(opened)}")
    return opened.profile


def find_row(door: Door, name: str) -> ProfileRow:
    """As `find`, what the list has of it: of the profile itself nothing is read, so it may be damaged."""
    return _look(door.store, name, door.store.named)


def find_whole(door: Door, name: str) -> CallbackProfile:
    """As `find`, for a use that needs the secrets: Mistake where one does not open."""
    opened = _find(door, name)
    if opened.unreadable:
        raise Mistake(_shut(opened))
    return opened.profile


def find_masked(door: Door, name: str) -> CallbackProfile:
    """As `find`, secrets masked. Nothing is unsealed, nor loaded for it, unless one seems lost: that is told."""
    from wizard.profile.headers import is_secret

    profile = _look(door.store, name, door.store.glance).profile
    encryption = profile.encryption
    if any(is_secret(header) and not header.value for header in profile.headers) or (
        encryption and not (encryption.key and encryption.iv)
    ):
        from wizard.profile.masking import masked

        return masked(find(door, profile.id))
    return profile


def _shut(opened: Opened) -> str:
    told = f"{', '.join(opened.unreadable)}: the sealing key at hand does not open what is kept"
    return f"{told} of {opened.profile.id}; `wizard doctor` says more"


def _find(door: Door, name: str) -> Opened:
    return _look(door.store, name, door.store.open)


def _look(store: Store, name: str, look: Callable[[str], T]) -> T:
    """What `look` gives for an ID, the beginning of one, or a title."""
    from wizard.store import AmbiguousProfile, UnknownProfile

    try:
        return look(name)
    except AmbiguousProfile as error:
        # An ID says nothing to a person: each with its title.
        rows = [row for candidate in error.candidates if (row := store.row(candidate))]
        shown = ", ".join(f"{row.id} ({row.title})" for row in rows)
        more = " and more" if error.more else ""
        raise Mistake(
            f"ID: {name!r} begins several IDs: {shown}{more}; type more of the one you mean"
        ) from error
    except UnknownProfile:
        rows = _titled(store, name)
        if not rows:
            raise
    if len(rows) > 1:
        ids = ", ".join(row.id for row in rows)
        raise Mistake(f"{name}: {len(rows)} profiles have this title; name one by its ID: {ids}")
    return look(rows[0].id)


def _titled(store: Store, title: str) -> list[ProfileRow]:
    from wizard.store import ProfileQuery

    if not title.strip():
        return []
    return [row for row in store.window(ProfileQuery(search=title), 0, OFFERED) if row.title == title]


def is_file(name: str) -> bool:
    """Whether a name that may be a profile or a file is meant as a file: `-`, has a path or ending, or is one."""
    return (
        name == "-"
        or "/" in name
        or os.sep in name
        or name.endswith((".toml", ".json"))
        or os.path.isfile(name)
    )
