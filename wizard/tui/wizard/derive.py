"""What follows from a profile and takes a moment: its problems, the variables it selects, its request."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
from textual.content import Content

from wizard.profile import check, selected
from wizard.tui.deliveries.reading import nothing, request_lines, sent_request
from wizard.tui.widgets.text_pane import Line
from wizard.tui.wizard.form import root_of

if TYPE_CHECKING:
    from wizard.callback.request import CallbackRequest
    from wizard.catalog import Catalog, Channel
    from wizard.profile import CallbackProfile, Problem

SHOWN = 16_384
"""Bytes of a body that the preview shows: more is neither read nor laid out in time."""


class Question(NamedTuple):
    """A profile as it stands, and the values that a preview fills in."""

    profile: CallbackProfile
    catalog: Catalog
    channel: Channel
    values: dict[str, str]


class Derived(NamedTuple):
    """The answer to a Question."""

    profile: CallbackProfile
    problems: tuple[Problem, ...]
    selected: tuple[str, ...]
    preview: tuple[Line, ...]


def preview_values(channel: Channel) -> dict[str, str]:
    """Values for a preview: of the first status with an error, which fills every variable. They stay the same while
    a profile is edited, so that the preview changes only where the person changed something."""
    from wizard.callback.values import fresh_values

    status = next((status.name for status in channel.statuses if status.has_error), "")
    return fresh_values(channel, status)


def derive(question: Question) -> Derived:
    """Answer it. Pure but for the environment, which `${NAME}` reads; takes as long as the body is large."""
    profile = question.profile
    problems = check(profile, question.catalog)
    names = selected(profile.body, question.channel)
    return Derived(profile, tuple(problems), names, _preview(question, problems))


def _preview(question: Question, problems: list[Problem]) -> tuple[Line, ...]:
    from wizard.callback.preview import preview_request

    shown = preview_request(question.profile, question.catalog, values=question.values)
    # What the rules found comes first: the preview itself stops at the first fault of a field.
    wrong = [
        problem for problem in problems if problem.is_error and root_of(problem.path) != "title"
    ] or shown.problems
    labels = [label_of(problem, question.catalog, question.channel) for problem in wrong]
    lines = []
    if labels:
        told = f"Not ready: {', '.join(dict.fromkeys(labels))}"
        lines += [Line(Content.styled(told, "$text-warning")), Line("")]
    return (*lines, *(_on_the_wire(shown.request) if shown.request is not None else ()))


def _on_the_wire(request: CallbackRequest) -> list[Line]:
    sent = sent_request(request)
    size = len(sent.body)
    if size <= SHOWN:
        return request_lines(sent)
    lines = request_lines(msgspec.structs.replace(sent, body=sent.body[:SHOWN]))
    return [*lines, *nothing(f"… {size:,} bytes in all")]


def label_of(problem: Problem, catalog: Catalog, channel: Channel) -> str:
    """The label of the field that a problem is about; its path where the catalog has none."""
    root, _, rest = problem.path.partition(".")
    part = rest.partition(".")[0]
    for name in (part, root):
        try:
            return catalog.field(channel.id, name).label
        except KeyError:
            continue
    return problem.path
