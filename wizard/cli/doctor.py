"""`wizard doctor`: whether all is well here, each line good or with what to do. No secret is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wizard.cli import outcome
from wizard.cli.door import FILE, Door, command, json_option
from wizard.cli.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.cli.examine import Finding


@command(
    "doctor",
    ("wizard doctor", "Look at everything; paste it into a bug report as it is."),
    ("wizard doctor --rescue saved.db", "Save what can be read of a damaged store into a new one."),
    ("WIZARD_NEW_STORE_KEY=… wizard doctor --reseal", "Seal all secrets with another key."),
    exits={0: "The store can be used.", 1: "Something is broken, and what to do stands there."},
)
@click.option(
    "--rescue", type=FILE, metavar="FILE", help="Save what can be read of the store into this new file."
)
@click.option(
    "--reseal",
    is_flag=True,
    help="Seal every secret with a new key: that of WIZARD_NEW_STORE_KEY, else one made where this one is kept.",
)
@click.option(
    "--accept-key",
    is_flag=True,
    help="The key that sealed the secrets is lost: go on with the one at hand, and type the secrets anew.",
)
@json_option
@click.pass_obj
def doctor_command(door: Door, rescue: str | None, reseal: bool, accept_key: bool, as_json: bool) -> int:
    """Look at the program, the store and its key, the clipboard and the terminal.

    A line each: good (✓), worth a look (!) or broken (✗), with what to do about it. No secret is in it: paste it
    into a bug report as it is.

    With --json an array of objects: name, ok, found, advice.
    """
    from wizard.cli import examine, mend

    if rescue:
        return mend.rescue(door, rescue)
    if reseal:
        return mend.reseal(door)
    if accept_key:
        return mend.accept_key(door)
    findings = examine.everything(door)
    if as_json:
        outcome.document([finding.to_document() for finding in findings])
    else:
        _tell(findings)
    return Status.UNEXPECTED if any(finding.state == "broken" for finding in findings) else Status.DONE


def _tell(findings: Iterable[Finding]) -> None:
    """A finding a line; on a terminal in as many lines as it takes, set under each other."""
    import shutil
    import textwrap

    marks = {"good": ("✓", "32"), "note": ("!", "33"), "broken": ("✗", "31")}
    shown = list(findings)
    indent = max(len(finding.name) for finding in shown) + 4
    room = max(shutil.get_terminal_size().columns - indent, 20) if outcome.on_terminal() else 0
    for finding in shown:
        mark, colour = marks[finding.state]
        if outcome.coloured():
            mark = f"\x1b[{colour}m{mark}\x1b[0m"
        advice = f"; {finding.advice}" if finding.advice else ""
        text = outcome.harmless(f"{finding.told}{advice}").replace("\n", " ")
        lines = textwrap.wrap(text, room, break_on_hyphens=False) if room else [text]
        outcome.data(
            f"{mark} {finding.name:{indent - 4}}  " + ("\n" + " " * indent).join(lines or [""]) + "\n"
        )
