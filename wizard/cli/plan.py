"""Which callbacks `wizard test` fires: delivery statuses, chosen values, rows of a file, repetitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.cli.outcome import Mistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wizard.catalog import Channel
    from wizard.profile.model import CallbackProfile

MOST_TOLD = 20
"""Problems of a values file told at once; a wrong file has thousands of the same."""


class Firing(NamedTuple):
    """One callback to fire: its delivery status, and the values that a person chose for it."""

    status: str
    chosen: Mapping[str, str]


class Plan:
    """The callbacks to fire: `kinds`, in their order, `repeat` times over."""

    def __init__(self, kinds: Sequence[Firing], repeat: int) -> None:
        self.kinds = kinds
        self.repeat = repeat

    def __len__(self) -> int:
        return len(self.kinds) * self.repeat

    def __iter__(self) -> Iterator[Firing]:
        return (kind for _ in range(self.repeat) for kind in self.kinds)


def make_plan(
    profile: CallbackProfile,
    channel: Channel,
    *,
    statuses: Sequence[str] = (),
    all_statuses: bool = False,
    settings: Sequence[str] = (),
    rows: Callable[[Callable[[str], str]], list[dict[str, str]]] | None = None,
    repeat: int = 1,
) -> Plan:
    """What the options ask for. Raises Mistake with everything that is wrong with them.

    A row of values is a callback of its own: with the delivery status it names, else with each chosen one. What
    `--set` says stands above a row's value.
    """
    problems: list[str] = []
    check = _known(profile, channel)
    names = _statuses(channel, statuses, all_statuses, problems)
    chosen = _chosen(settings, check, problems)
    found: list[dict[str, str]] = [{}]
    if rows is not None:
        try:
            found = rows(check)
        except Mistake as mistake:
            problems += map(str, mistake.problems)
    kinds: list[Firing] = []
    for row in found:
        own = row.get(channel.status_variable, "") if channel.status_variable else ""
        status = channel.status(own) if own else None
        # A status in the row's own spelling is kept as the value, as any chosen value is.
        kinds += [Firing(name, {**row, **chosen}) for name in ([status.name] if status else names)]
    if problems:
        raise Mistake(*problems)
    return Plan(kinds, repeat)


def _statuses(channel: Channel, wanted: Sequence[str], every: bool, problems: list[str]) -> list[str]:
    if every:
        return [status.name for status in channel.statuses]
    from wizard.callback.values import ValuesError, find_status

    names = []
    for name in wanted:
        try:
            names.append(find_status(channel, name).name)
        except ValuesError as error:
            problems.append(f"--status: {error}")
    if not wanted:
        names = [channel.statuses[0].name] if channel.statuses else [""]
    return names


def _known(profile: CallbackProfile, channel: Channel) -> Callable[[str], str]:
    """A check of a variable's name: "" if the channel or the body knows it, else what is wrong."""
    from wizard.profile.body import placeholders
    from wizard.profile.nearest import suggestion

    names = dict.fromkeys((*channel.variable_names, *(spot.name for spot in placeholders(profile.body))))

    def check(name: str) -> str:
        if name in names:
            return ""
        advice = suggestion(name, names) or f"it is one of {', '.join(names)}"
        return f"there is no dynamic variable {name!r}; {advice}"

    return check


def _chosen(settings: Iterable[str], check: Callable[[str], str], problems: list[str]) -> dict[str, str]:
    from wizard.callback.values import ValuesError, read_choices

    chosen: dict[str, str] = {}
    for setting in settings:
        try:
            choice = read_choices([setting])
        except ValuesError as error:
            problems.append(f"--set: {error}")
            continue
        wrong = [fault for name in choice if (fault := check(name))]
        problems += [f"--set: {fault}" for fault in wrong]
        chosen |= choice
    return chosen


def read_rows(data: bytes, check: Callable[[str], str]) -> list[dict[str, str]]:
    """The rows of a values file: CSV with a line of names first, or a JSON object a line. Raises Mistake."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Mistake(f"--values: line {line} is not UTF-8 text; save the file as UTF-8") from error
    problems: list[str] = []
    rows = list((_json_rows if text.lstrip()[:1] in ("{", "[") else _csv_rows)(text, check, problems))
    if problems:
        more = len(problems) - MOST_TOLD
        raise Mistake(*problems[:MOST_TOLD], *([f"--values: and {more} more"] if more > 0 else []))
    if not rows:
        raise Mistake(
            "--values: the file has no row; write a line of names, then a line of values for each callback"
        )
    return rows


def _json_rows(text: str, check: Callable[[str], str], problems: list[str]) -> Iterator[dict[str, str]]:
    import json

    # At line feeds only: U+2028 and its like may stand in a JSON text as they are.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            entry = None
        if not isinstance(entry, dict):
            problems.append(f"--values: line {number} is not a JSON object; write one object a line")
            continue
        problems += [f"--values: line {number}: {fault}" for name in entry if (fault := check(name))]
        yield {name: value if isinstance(value, str) else json.dumps(value) for name, value in entry.items()}


def _csv_rows(text: str, check: Callable[[str], str], problems: list[str]) -> Iterator[dict[str, str]]:
    import csv
    import io

    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        problems += [f"--values: line 1: {fault}" for name in names if (fault := check(name))]
        problems += [
            f"--values: line 1: {name} stands twice; keep one" for name in set(names) if names.count(name) > 1
        ]
        for row in reader:
            if not row:
                continue
            if len(row) != len(names):
                told = f"line {reader.line_num} has {len(row)} values for {len(names)} names"
                problems.append(f"--values: {told}; quote a value that holds a comma")
                continue
            yield dict(zip(names, row, strict=True))
    except csv.Error as error:
        problems.append(f"--values: line {reader.line_num} is not CSV ({error}); mend its quotes")
