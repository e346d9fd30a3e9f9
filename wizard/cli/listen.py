"""`wizard listen`: a local endpoint that takes callbacks in, opens and checks them; a fixture for tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from wizard.cli import outcome, received
from wizard.cli.door import Door, Seconds, command
from wizard.cli.manual import STATUSES
from wizard.cli.names import ProfileName
from wizard.cli.outcome import Failure, Mistake, Status

if TYPE_CHECKING:
    from wizard.cli.onward import Onward
    from wizard.profile.model import CallbackProfile
    from wizard.receiver.expect import Expectation
    from wizard.receiver.received import ReceivedCallback
    from wizard.receiver.server import Receiver

MOST_PROFILES = 1000
"""Profiles that callbacks are matched with when none is named: those used last."""


@command(
    "listen",
    ("wizard listen", "Take callbacks in on a free port, and check them with the saved profiles."),
    ("wizard listen --port 8090 --profile IN_453d", "Check them with one profile, on a port of your own."),
    (
        "wizard listen --json --count 1 --timeout 30 --expect delivery_status=Bounce",
        "In a test: wait for one Bounce; the exit status tells.",
    ),
    ("wizard listen --respond 500,500,204 --delay 2", "Play an endpoint in trouble."),
    exits={
        0: "All came and were right.",
        3: "With --forward: the endpoint there answered, but not with 2xx.",
        4: "They did not come in time; with --forward also: the endpoint there was not reached.",
        5: "One had problems or was not what was expected.",
        130: STATUSES[130],
    },
)
@click.option(
    "--host",
    default="127.0.0.1",
    metavar="HOST",
    help="The address to listen on. Default: this machine alone.",
)
@click.option("--port", default=0, type=click.IntRange(0, 65535), metavar="PORT", help="Default: a free one.")
@click.option("--path", default="", metavar="PATH", help="Take callbacks on this path only.")
@click.option(
    "--profile",
    "names",
    multiple=True,
    metavar="ID|FILE",
    type=ProfileName(files=True),
    help="Check with this profile; may be given again. Default: all that are saved.",
)
@click.option("--count", type=click.IntRange(min=1), metavar="N", help="End after so many callbacks.")
@click.option("--timeout", type=Seconds(0, min_open=True), metavar="S", help="End after so many seconds.")
@click.option(
    "--expect",
    "expected",
    multiple=True,
    metavar="NAME=VALUE",
    help="Every callback must have this value, opened; may be given again, of one name any will do. Without --count, "
    "one is waited for.",
)
@click.option(
    "--respond", default="", metavar="STATUS,...", help="Answer with these in turn, the last for good."
)
@click.option("--delay", default=0.0, type=Seconds(0, 3600), metavar="S", help="Seconds before each answer.")
@click.option("--body", default="", metavar="TEXT", help="What to answer with.")
@click.option(
    "--max-body", default=10 << 20, type=click.IntRange(min=0), metavar="BYTES", help="Larger ones get 413."
)
@click.option(
    "--save", "folder", default="", metavar="FOLDER", help="Keep each request there, byte for byte."
)
@click.option("--forward", default="", metavar="URL", help="Fire each on to this endpoint, as it came.")
@click.option("--reveal", is_flag=True, help="With --json: secret header values too.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object a line, each at once.")
@click.pass_obj
def listen_command(door: Door, /, **options: Any) -> int:
    """Take callbacks in on a local endpoint, open and check each.

    One line says where, once it accepts: on stdout, with --json on stderr. With --json each callback is an object on a
    line of its own: method, path, headers, fields, decrypted, problems. Ctrl+C ends it.
    """
    from wizard.cli.ends import Ends
    from wizard.cli.onward import Onward

    settings = _settings(door, options)
    expected = _expected(options["expected"])
    count = options["count"] or (1 if expected else None)
    watch = _Watch(expected, as_json=options["as_json"], reveal=options["reveal"])
    onward = Onward(options["folder"], options["forward"])
    ends = Ends()
    try:
        finished = ends.run(_listen(settings, watch, onward, count, options["timeout"]))
    except KeyboardInterrupt:
        watch.summarise()
        return ends.status
    watch.summarise()
    if not finished:
        wanted = f"{count} callbacks" if count and count > 1 else "a callback"
        outcome.say(f"Waited {options['timeout']:g} s for {wanted}; {watch.count} came.")
        return Status.UNREACHED
    return outcome.first([*onward.statuses, Status.UNFIT if watch.faulty else Status.DONE])


def _settings(door: Door, options: dict[str, Any]) -> dict[str, Any]:
    from wizard.cli.firing import choose
    from wizard.receiver.server import read_answers

    problems: list[str] = []
    answers: tuple[int, ...] = ()
    if options["respond"]:
        try:
            answers = read_answers(options["respond"])
        except ValueError as error:
            problems.append(f"--respond: {error}")
    path = options["path"]
    if path and not path.startswith("/"):
        problems.append(f"--path: {path!r} does not begin with a slash; write /{path}")
    if problems:
        raise Mistake(*problems)
    named = [choose(door, name).profile for name in options["names"]]
    return {
        "host": options["host"],
        "port": options["port"],
        "profiles": named or _saved(door),
        "respond": answers,
        "delay": options["delay"],
        "body": options["body"],
        "path": path,
        "max_body": options["max_body"],
        "environ": os.environ,
        "catalog": door.catalog,
    }


def _saved(door: Door) -> list[CallbackProfile]:
    from itertools import islice

    return list(islice(door.store.every(), MOST_PROFILES))


def _expected(settings: tuple[str, ...]) -> list[Expectation]:
    from wizard.receiver.expect import Expectation

    expected, problems = [], []
    for setting in settings:
        try:
            expected.append(Expectation.read(setting))
        except ValueError as error:
            problems.append(f"--expect: {error}")
    if problems:
        raise Mistake(*problems)
    return expected


class _Watch:
    """Tells of each callback and remembers whether all were right."""

    def __init__(self, expected: list[Expectation], *, as_json: bool, reveal: bool) -> None:
        self.count = self.faulty = 0
        self._noted: set[str] = set()
        self._expected, self._as_json, self._reveal = expected, as_json, reveal

    def ready(self, receiver: Receiver) -> None:
        """It accepts: say where, and what a person should know."""
        for warning in receiver.warnings:
            outcome.say(f"warning: {warning}")
        line = f"Ready: {receiver.url}"
        if self._as_json:
            outcome.say(line)
        else:
            outcome.line(line)

    def take(self, callback: ReceivedCallback) -> None:
        """Hold one against what is expected, and tell of it."""
        from wizard.receiver.expect import unmet

        missed = unmet(self._expected, callback)
        self.count += 1
        self.faulty += not callback.ok or bool(missed)
        received.tell(callback, as_json=self._as_json, reveal=self._reveal)
        for sentence in missed:
            outcome.say(f"callback {callback.number}: {sentence}")
        if callback.profile and callback.note not in self._noted | {""}:
            self._noted.add(callback.note)
            outcome.say(f"callback {callback.number}: {callback.note}")

    def summarise(self) -> None:
        """How many came, and how many were not right."""
        wrong = f", {self.faulty} with problems" if self.faulty else ""
        outcome.say(f"{self.count} callback{'s' * (self.count != 1)} received{wrong}.")


async def _listen(
    settings: dict[str, Any], watch: _Watch, onward: Onward, count: int | None, seconds: float | None
) -> bool:
    """Take in until `count` came or the time is over. False when callbacks were waited for and did not come."""
    import asyncio

    from wizard.receiver.server import Receiver, ReceiverError

    receiver = Receiver(**settings)
    try:
        await receiver.start()
    except ReceiverError as error:
        raise Failure(str(error), Status.MISUSE) from error
    try:
        onward.check_port(receiver.port)
        watch.ready(receiver)
        async with asyncio.timeout(seconds):
            async for callback in receiver:
                watch.take(callback)
                await onward.take(callback)
                if watch.count == count:
                    break
        # The last one may not have its answer yet.
        await asyncio.sleep(settings["delay"])
    except TimeoutError:
        return count is None and watch.count > 0
    finally:
        await receiver.stop()
    return True
