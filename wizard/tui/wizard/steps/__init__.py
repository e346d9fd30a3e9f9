"""The six steps, in their order. Each is imported when it is first shown."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wizard.tui.wizard.form import Form
    from wizard.tui.wizard.steps.step import Step

_CREDENTIALS = re.compile(r"\A(?:[^/?#]*@|[^/?#@]*:(?![0-9]*(?:[/?#]|\Z)).*@)")
"""At the start, without a scheme: what ends in @ before the path, or a password that holds a sign of the path."""


class StepPlan(NamedTuple):
    """A step: its name, the module of its widgets, and the fields whose problems are its own."""

    name: str
    module: str
    roots: tuple[str, ...]


STEPS = (
    StepPlan("Title & channel", "title_channel", ("title", "channel", "events")),
    StepPlan("Method & endpoint", "method_endpoint", ("method", "endpoint")),
    StepPlan("Variables & body", "variables_body", ("body",)),
    StepPlan("Headers", "headers", ("body_format", "headers")),
    StepPlan("Encryption", "encryption", ("encryption",)),
    StepPlan("Test & save", "test_save", ()),
)


def step_of(path: str) -> int:
    """Index of the step where the field at `path` stands; the last one for a path that no step owns."""
    root = path.partition(".")[0]
    return next((index for index, plan in enumerate(STEPS) if root in plan.roots), len(STEPS) - 1)


def warm_steps() -> None:
    """Import the steps that are not shown yet. For a thread: the editor alone takes a moment."""
    for plan in STEPS:
        import_module(f"{__name__}.{plan.module}")


def make_step(index: int, form: Form) -> Step:
    """The widgets of that step, not mounted yet."""
    home = import_module(f"{__name__}.{STEPS[index].module}")
    made: type[Step] = home.STEP
    return made(form)


def summary(index: int, form: Form) -> str:
    """What the step holds, in a few words on one line."""
    from wizard.profile import is_secret
    from wizard.tui.widgets.visible import visible

    profile = form.profile
    if index == 0:
        return visible(profile.title, keep="")
    if index == 1:
        return visible(f"{profile.method} {_place(profile.endpoint)}".strip(), keep="")
    if index == 2:
        return f"{len(form.selected)} of {len(form.channel.variables)} selected" if profile.body else ""
    if index == 3:
        secret = sum(is_secret(header) for header in profile.headers)
        rows = (
            f"{len(profile.headers)} header{'' if len(profile.headers) == 1 else 's'}"
            if profile.headers
            else ""
        )
        return f"{rows}, {secret} secret" if secret else rows
    if index == 4:
        return profile.encryption.algorithm if profile.encryption else "off"
    return ""


def _place(endpoint: str) -> str:
    """The endpoint without its scheme. A user name and password in it, which the field refuses, are masked here: the
    list of steps stands beside every step, where nobody asked to see them."""
    return _CREDENTIALS.sub("••••@", endpoint.partition("://")[2] or endpoint)
