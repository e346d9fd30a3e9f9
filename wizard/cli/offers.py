"""What a shell is offered for the values of options: names of the catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    import click

    from wizard.catalog import Channel

    Items = list[CompletionItem[str]]


def status_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Delivery statuses, letter case aside."""
    statuses = [status for channel in _channels() for status in channel.statuses]
    wanted = incomplete.casefold()
    fitting = [status for status in statuses if status.name.casefold().startswith(wanted)]
    return [CompletionItem(status.name, help=status.description) for status in fitting]


def method_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """HTTP methods, letter case aside."""
    from wizard.profile.model import METHODS

    return [CompletionItem(name) for name in METHODS if name.startswith(incomplete.upper())]


def channel_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Channels."""
    return [
        CompletionItem(each.id, help=each.label) for each in _channels() if each.id.startswith(incomplete)
    ]


def variable_lists(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Dynamic variables for the last place of a list with commas, but for those that stand in it already."""
    before, comma, start = incomplete.rpartition(",")
    taken = before.split(",")
    found = {each.name: each.description for channel in _channels() for each in channel.variables}
    return [
        CompletionItem(f"{before}{comma}{name}", help=told)
        for name, told in found.items()
        if name.startswith(start) and name not in taken
    ]


def _channels() -> list[Channel]:
    from wizard.catalog import load_catalog

    return list(load_catalog().channels.values())
