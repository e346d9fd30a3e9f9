"""`wizard test`: fires callbacks at a profile's endpoint and tells the truth about it in the exit status."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from wizard.cli import inputs, outcome, outputs
from wizard.cli.door import FILE, Door, Seconds, command, json_option
from wizard.cli.manual import ID_OR_FILE, STATUSES
from wizard.cli.names import ProfileName, find_whole, is_file
from wizard.cli.offers import status_names
from wizard.cli.outcome import Mistake, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.callback.request import CallbackRequest, RequestMaker
    from wizard.catalog import Channel
    from wizard.cli.plan import Plan
    from wizard.profile.model import CallbackProfile


class Chosen(NamedTuple):
    """The profile to work with, its channel, and whether it is one of the store's."""

    profile: CallbackProfile
    channel: Channel
    saved: bool


def choose(door: Door, name: str, *, spared: tuple[str, ...] = ()) -> Chosen:
    """The profile of an ID, of a file or of `-`. A file's is checked; Mistake tells everything wrong with it, but for
    the paths that are `spared`.
    """
    from wizard.cli.changing import read_valid

    saved = not is_file(name)
    if saved:
        profile = find_whole(door, name)
    else:
        profiles = read_valid(door, name, spared=spared)
        if len(profiles) != 1:
            raise Mistake(
                f"{name}: it holds {len(profiles)} profiles; name a file with one, or add them and give an ID"
            )
        profile = profiles[0]
    channel = door.catalog.channel(profile.channel)
    if channel is None:
        raise Mistake(
            f"channel: there is no channel {profile.channel!r} here; set WIZARD_CATALOG to the folder that has it"
        )
    return Chosen(profile, channel, saved)


@command(
    "test",
    ("wizard test IN_453d --status bounce", "Fire one Bounce at the profile's endpoint."),
    (
        "wizard test profile.toml --all-statuses --json",
        "Every delivery status, from a file that is not saved.",
    ),
    (
        "wizard test IN_453d --values rows.csv --junit report.xml",
        "A callback a row; a report for the CI server.",
    ),
    ("wizard test IN_453d --dry-run", "Fire nothing: print the bytes that would be sent."),
    ("wizard test IN_453d --repeat 2000 --concurrency 32", "Two thousand callbacks, 32 at once."),
    arguments={"ID|FILE|-": f"{ID_OR_FILE} - reads stdin."},
    exits={
        0: "Every callback got 2xx.",
        3: STATUSES[3],
        4: "An endpoint was not reached or did not answer in time.",
        130: f"{STATUSES[130]} Summary and reports tell of what was done.",
    },
)
@click.argument("profile", metavar="ID|FILE|-", type=ProfileName(files=True))
@click.option(
    "--status",
    "statuses",
    multiple=True,
    metavar="STATUS",
    shell_complete=status_names,
    help="The delivery status to fire, in any letter case; may be given again. Default: the channel's first.",
)
@click.option("--all-statuses", is_flag=True, help="Fire every delivery status of the channel.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="The value of a dynamic variable, instead of a fresh one; may be given again. Above --values.",
)
@click.option(
    "--values",
    type=FILE,
    metavar="FILE|-",
    help="A callback a row: CSV with a line of names first, or a JSON object a line. - reads stdin.",
)
@click.option(
    "--repeat", type=click.IntRange(min=1), default=1, metavar="N", help="Fire all of it N times. Default: 1."
)
@click.option(
    "--concurrency",
    type=click.IntRange(1, 256),
    default=1,
    metavar="N",
    help="How many at once, 1 to 256. Default: 1.",
)
@click.option(
    "--timeout",
    type=Seconds(0, 3600, min_open=True),
    metavar="S",
    help="Seconds for one callback in all, at most 3600. Default: the profile's, 10 if it sets none.",
)
@click.option(
    "--dry-run", is_flag=True, help="Fire nothing; print each request, byte for byte as it would be sent."
)
@click.option("--reveal", is_flag=True, help="With --dry-run: the values of secret headers too.")
@click.option(
    "--junit",
    type=FILE,
    metavar="FILE",
    help="Write the outcome as JUnit XML, for a CI server.",
)
@json_option
@click.pass_obj
def test_command(door: Door, /, profile: str, **options: Any) -> int:
    """Fire test callbacks at a profile's endpoint, saved or not.

    Prints a line for each, fields parted by tabs: delivery status, HTTP status, milliseconds, the phase it failed in
    and why. A summary goes to stderr. Nothing is tried again and no redirect is followed: a test shows the first
    failure. Firings of a saved profile are kept: `wizard deliveries` lists them.

    With --json an array of objects: status, ok, http_status, error, phase, elapsed_ms, request, response.
    """
    from wizard.callback.request import RequestMaker

    if options["values"] == profile == "-":
        raise Mistake(
            "--values: stdin cannot be both the profile and the values; name a file for one of them"
        )
    chosen = choose(door, profile)
    plan = _plan(chosen, options)
    maker = RequestMaker(chosen.profile, os.environ)
    if options["dry_run"]:
        return _dry_run(_requests(maker, plan, chosen.channel), options)
    return _fire(door, chosen, plan, maker, options)


def _plan(chosen: Chosen, options: dict[str, Any]) -> Plan:
    from wizard.cli.plan import make_plan, read_rows

    values = options["values"]
    data = inputs.read(values) if values else b""
    return make_plan(
        chosen.profile,
        chosen.channel,
        statuses=options["statuses"],
        all_statuses=options["all_statuses"],
        settings=options["settings"],
        rows=(lambda check: read_rows(data, check)) if values else None,
        repeat=options["repeat"],
    )


def _requests(maker: RequestMaker, plan: Plan, channel: Channel) -> Iterator[CallbackRequest]:
    """The requests, each made when it is due: its values are fresh then."""
    from wizard.callback.values import fresh_values

    for firing in plan:
        values = fresh_values(channel, firing.status)
        # Chosen names were checked; some are placeholders of the body that the channel does not know.
        yield maker.request({**values, **firing.chosen}, firing.status)


def _dry_run(requests: Iterator[CallbackRequest], options: dict[str, Any]) -> int:
    import msgspec

    reveal = options["reveal"]
    documents = []
    hidden = False
    for request in requests:
        hidden = hidden or (not reveal and request.shown != request.headers)
        shown = request if reveal else msgspec.structs.replace(request, headers=request.shown)
        if options["as_json"]:
            documents.append(_request_document(shown))
        elif outcome.on_terminal():
            outcome.line(
                shown.display() if not reveal else outcome.harmless(shown.raw.decode(errors="replace")) + "\n"
            )
        else:
            outcome.data(shown.raw)
    if options["as_json"]:
        outcome.document(documents)
    if hidden:
        outcome.say("Secret header values are masked; all else is as it would be sent. --reveal shows them.")
    return Status.DONE


def _request_document(request: CallbackRequest) -> dict[str, Any]:
    return {
        "status": request.delivery_status,
        "request": {
            "method": request.method,
            "url": request.url,
            "headers": [{"name": name, "value": value} for name, value in request.headers],
            "body": request.body_text,
        },
    }


def _fire(door: Door, chosen: Chosen, plan: Plan, maker: RequestMaker, options: dict[str, Any]) -> int:
    from wizard.cli.report import Report, status_of
    from wizard.cli.rounds import Recorder, fire_all

    settings = chosen.profile.test
    if options["timeout"]:
        import msgspec

        seconds = options["timeout"]
        connect = min(settings.connect_timeout, seconds)
        settings = msgspec.structs.replace(settings, timeout=seconds, connect_timeout=connect)
    statuses = [firing.status for firing in plan.kinds]
    report = Report(statuses, as_json=options["as_json"], keep=bool(options["junit"]))
    if options["junit"]:
        outputs.check(options["junit"])
    recorder = Recorder(door.store if chosen.saved else None)
    began = time.perf_counter()
    requests = _requests(maker, plan, chosen.channel)
    interrupted = fire_all(requests, len(plan), settings, options["concurrency"], report, recorder)
    report.finish()
    if options["junit"]:
        from wizard import __version__
        from wizard.cli.junit import junit

        failed = {Status.REFUSED: "failure", Status.UNREACHED: "error"}
        results = [(delivery, failed.get(status_of(delivery), "")) for delivery in report.deliveries]
        outputs.write(options["junit"], junit(chosen.profile, results, __version__), private=False)
    report.summarise(len(plan), time.perf_counter() - began, interrupted=interrupted is not None)
    if report.failure is not None:
        raise report.failure
    return outcome.first(report.statuses) if interrupted is None else interrupted
