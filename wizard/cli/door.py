"""What every command shares: the store it works on, and the options `--store` and `--json`."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import click

from wizard.cli.manual import Command
from wizard.cli.outcome import Mistake, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.catalog import Catalog
    from wizard.settings import SettingsFile
    from wizard.settings.vocabulary import Vocabulary
    from wizard.store import Store

F = TypeVar("F", bound="Callable[..., Any]")

FILE = click.Path(readable=False, allow_dash=True)
"""A file's name, for the shell to complete. What it is, is looked at when it is opened."""


class Seconds(click.FloatRange):
    """A number of seconds. Click would take `nan` too: it is below no bound and above none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The seconds."""
        seconds: float = super().convert(value, param, ctx)
        if seconds != seconds:
            self.fail(f"{value!r} is not a valid {self.name}", param, ctx)
        return seconds


class Door:
    """What a command is handed: where the store is, and the way to the screens."""

    def __init__(
        self,
        screens: Callable[..., int],
        clipboard_way: Callable[[], str],
        vocabulary: Callable[[], Vocabulary],
    ) -> None:
        self.screens = screens
        self.clipboard_way = clipboard_way
        self.vocabulary = vocabulary
        """What a settings file may say of the screens. Loads all of them."""
        self.location: str | None = None
        """The store's path or URL; None for `WIZARD_STORE` or the default."""
        self._store: Store | None = None

    @property
    def store(self) -> Store:
        """The store, opened at first use. Raises StoreError, and Mistake where the settings name none that can be."""
        if self._store is None:
            from wizard.store import open_store

            self._store = open_store(self.where)
            if self._store.warning:
                say(f"warning: {self._store.warning}")
        return self._store

    @property
    def new_ids(self) -> Store:
        """The store, told what the IDs of new profiles begin with. Raises as `store` does."""
        from wizard.settings.needed import region_problem

        if problem := region_problem(self.settings):
            raise Mistake(problem)
        self.store.region = self.settings.settings.region
        return self.store

    @cached_property
    def settings(self) -> SettingsFile:
        """The person's settings, as far as they can be used."""
        from wizard.settings import load

        return load()

    @property
    def where(self) -> str | None:
        """The store's path or URL: --store, else None for WIZARD_STORE, else the settings' one, else None."""
        if self.location or os.environ.get("WIZARD_STORE"):
            return self.location
        from wizard.settings.needed import store_problem

        if problem := store_problem(self.settings):
            raise Mistake(problem)
        return self.settings.store(None)

    @property
    def catalog(self) -> Catalog:
        """The channels. Raises CatalogError."""
        from wizard.catalog import load_catalog

        return load_catalog()

    def close(self) -> None:
        """Close the store, if it was opened."""
        if self._store is not None:
            self._store.close()
            self._store = None


def command(
    name: str, *examples: tuple[str, str], own_store: bool = False, **settings: Any
) -> Callable[[Callable[..., Any]], Command]:
    """Make a function the command `name`. Its docstring is the help, the first sentence the summary.

    `settings` may have `arguments` and `exits`, as `Command` takes them. Of a command with its `own_store`, the help
    does not offer `--store`; it is to refuse one.
    """

    def wrap(function: Callable[..., Any]) -> Command:
        settings.setdefault("context_settings", Command.SETTINGS)
        return click.command(name, cls=Command, examples=examples, **settings)(
            store_option(function, hidden=own_store)
        )

    return wrap


def _set_store(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    door = ctx.find_object(Door)
    if value is None or door is None:
        return
    if not value and not ctx.resilient_parsing:
        raise Mistake("--store: it is empty; give a path or a URL")
    door.location = value or None


def store_option(function: F, *, hidden: bool = False) -> F:
    """`--store PATH|URL`, before or after the command's name; the nearer to the end wins."""
    return click.option(
        "--store",
        metavar="PATH|URL",
        expose_value=False,
        hidden=hidden,
        callback=_set_store,
        help="The store to work on: a file, or a postgresql:// URL. Default: that of WIZARD_STORE, else your own.",
    )(function)


def json_option(function: F) -> F:
    """`--json`: one JSON document on stdout."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")(function)
