"""What the steps show, and how an edit at a path changes the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from wizard.profile import Encryption
from wizard.tui.widgets.field import Remark

if TYPE_CHECKING:
    from wizard.catalog import Catalog, Channel
    from wizard.profile import CallbackProfile, Problem

ROOTS = ("title", "channel", "events", "method", "endpoint", "body", "body_format", "headers", "encryption")
"""Every field of the form; a problem's path starts with one of them."""


class Form(NamedTuple):
    """The state of the form, handed to every step: what was typed, what is wrong with it, what may be changed."""

    profile: CallbackProfile
    catalog: Catalog
    channel: Channel
    problems: tuple[Problem, ...] = ()
    touched: frozenset[str] = frozenset()
    """Paths whose field has been left once: what is wrong is told there only, and not while it is first typed."""
    selected: tuple[str, ...] = ()
    """The dynamic variables that stand in the body, as last looked."""
    locked: frozenset[str] = frozenset()
    """Fields that the saved profile does not let change."""

    def label(self, name: str) -> str:
        """The label of the field."""
        return self.catalog.field(self.channel.id, name).label

    def help(self, name: str) -> str:
        """The help text of the field."""
        return self.catalog.field(self.channel.id, name).help

    def example(self, name: str) -> str:
        """An example of the field's value."""
        return self.catalog.field(self.channel.id, name).example

    def shows(self, problem: Problem) -> bool:
        """Whether the problem may be told already."""
        return any(_under(problem.path, path) for path in self.touched)

    def remarks(self, *paths: str) -> list[Remark]:
        """What to say at the field of these paths, errors first."""
        told = [
            Remark(problem.sentence, problem.is_error)
            for problem in self.problems
            if any(_under(problem.path, path) for path in paths) and self.shows(problem)
        ]
        return sorted(told, key=lambda remark: not remark.is_error)


def _under(path: str, root: str) -> bool:
    return path == root or path.startswith(f"{root}.")


def with_value(profile: CallbackProfile, path: str, value: object) -> CallbackProfile:
    """The profile with the field at `path` set: `title`, `encryption`, `encryption.key` and so on."""
    root, _, part = path.partition(".")
    if root == "encryption" and part:
        encryption = profile.encryption or Encryption()
        value = msgspec.structs.replace(encryption, **{part: value})
    return msgspec.structs.replace(profile, **{root: value})


def root_of(path: str) -> str:
    """The field a problem's path belongs to: `headers` of `headers.2.value`."""
    return path.partition(".")[0]
