"""What is wrong with a settings file, each fault at its line, in words that say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.profile.identity import REGIONS
from wizard.profile.nearest import suggestion
from wizard.profile.places import nearest_place, toml_places
from wizard.profile.problem import Problem, plain
from wizard.profile.shape import Mistake, mistakes_in
from wizard.profile.tokens import Lines
from wizard.settings.file import REGION, THEME
from wizard.settings.model import FLAVOURS, STANDARD
from wizard.settings.needed import setting_fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.settings.file import SettingsFile
    from wizard.settings.vocabulary import Vocabulary

WHOLE = "file"
"""The path of a fault that is the whole file's."""


def check(file: SettingsFile, vocabulary: Vocabulary | None = None) -> list[Problem]:
    """Every fault, in the order of the file; those of environment variables last, under the variable's name.

    Without a vocabulary neither the theme nor the keys are judged.
    """
    if file.fault:
        return [_whole(file)]
    found = list(_mistakes(file.data, vocabulary))
    places, lines = toml_places(file.text), Lines(file.text)
    problems = []
    for mistake in found:
        place = nearest_place(places, mistake.path) if file.text else None
        line, column = lines.place(place.key if mistake.key else place.start) if place else (0, 0)
        label = plain(".".join(str(part) for part in mistake.path), 200)
        problems.append(Problem(label, mistake.message, mistake.advice, line=line, column=column))
    problems.sort(key=lambda problem: (problem.line, problem.column))
    return [*problems, *_environment(file, vocabulary)]


def _whole(file: SettingsFile) -> Problem:
    """The file's own fault; of a text that is no TOML what stands wrong, and where."""
    if file.text:
        from wizard.profile.misspelt import Fault
        from wizard.profile.toml_fault import toml_data

        fault = toml_data(file.text)
        if isinstance(fault, Fault):
            line, column = Lines(file.text).place(fault.offset)
            return Problem(WHOLE, fault.message, fault.advice, line=line, column=column)
    told, _, advice = file.fault.partition("; ")
    return Problem(
        WHOLE, told[:1].upper() + told[1:], advice or "see who owns it, or name another by WIZARD_SETTINGS"
    )


def _mistakes(data: dict[str, Any], vocabulary: Vocabulary | None) -> Iterator[Mistake]:
    from wizard.settings.document import SettingsDocument

    shape = mistakes_in(data, SettingsDocument)
    yield from shape
    wrong = {mistake.path[0] for mistake in shape if mistake.path}
    values = {name: value for name, value in data.items() if name not in wrong}
    if vocabulary and "theme" in values:
        yield from _choice("theme", values["theme"], vocabulary.themes)
    for name, choices in (("flavour", FLAVOURS), ("region", REGIONS)):
        if name in values:
            yield from _choice(name, values[name], choices)
    if "store" in values and (fault := setting_fault(values["store"])):
        yield Mistake(("store",), *fault)
    if vocabulary and "keys" in values:
        from wizard.settings.keys import check_keys

        flavour = values.get("flavour", STANDARD)
        for mistake in check_keys(values["keys"], flavour, vocabulary):
            yield mistake._replace(path=("keys", *mistake.path))
    if "test" in values:
        yield from _test(values["test"])


def _choice(name: str, value: str, choices: Iterable[str]) -> Iterator[Mistake]:
    if value not in (known := list(choices)):
        advice = suggestion(value, known) or f"take one of {', '.join(known)}"
        yield Mistake((name,), f"There is no {name} {plain(value)!r}", advice)


def _test(table: dict[str, Any]) -> Iterator[Mistake]:
    from wizard.profile.settings import check_settings
    from wizard.settings.document import test_settings

    for problem in check_settings(test_settings(table)):
        yield Mistake(tuple(problem.path.split(".")), problem.message, problem.advice)


def _environment(file: SettingsFile, vocabulary: Vocabulary | None) -> Iterator[Problem]:
    region, theme = file.environ.get(REGION, ""), file.environ.get(THEME, "")
    if region and region.upper() not in REGIONS:
        yield Problem(REGION, f"There is no region {plain(region)!r}", f"take one of {', '.join(REGIONS)}")
    if theme and vocabulary and theme not in vocabulary.themes:
        advice = suggestion(theme, vocabulary.themes) or f"take one of {', '.join(vocabulary.themes)}"
        yield Problem(THEME, f"There is no theme {plain(theme)!r}", advice)
