"""`wizard snippet`: code to copy, filled in for a profile."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from wizard.cli import outcome
from wizard.cli.door import Door, command
from wizard.cli.manual import ID_OR_FILE
from wizard.cli.names import ProfileName
from wizard.cli.outcome import Mistake


def _kinds(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    from wizard.callback.snippets import KINDS

    return [
        CompletionItem(kind, help=purpose) for kind, purpose in KINDS.items() if kind.startswith(incomplete)
    ]


@command(
    "snippet",
    (
        "wizard snippet IN_453d --as receiver-python > receiver.py",
        "A Flask endpoint that checks and decrypts.",
    ),
    ("wizard snippet IN_453d --as send-email-curl", "An email whose deliveries this profile will tell of."),
    arguments={"ID|FILE": ID_OR_FILE},
)
@click.argument("profile", metavar="ID|FILE", type=ProfileName(files=True))
@click.option(
    "--as",
    "kind",
    required=True,
    metavar="KIND",
    shell_complete=_kinds,
    help="send-email-curl, send-email-python, receiver-python, receiver-node or curl. Must be given.",
)
@click.pass_obj
def snippet_command(door: Door, profile: str, kind: str) -> None:
    """Print code for this profile: to send an email with it, or to receive its callbacks.

    No secret is in it: each is read from an environment variable, which it names.
    """
    from wizard.callback.snippets import KINDS, snippet
    from wizard.cli.firing import choose
    from wizard.profile.nearest import suggestion

    if kind not in KINDS:
        advice = suggestion(kind, KINDS) or f"choose one of {', '.join(KINDS)}"
        raise Mistake(f"--as: there is no snippet {kind!r}; {advice}")
    chosen = choose(door, profile)
    outcome.data(snippet(chosen.profile, kind, chosen.channel))
