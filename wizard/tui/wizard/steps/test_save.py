"""Step 6: what is left to mend, then Test and Save."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, OptionList, Static

from wizard.profile import is_secret
from wizard.tui.widgets.shades import MUTED
from wizard.tui.widgets.visible import visible
from wizard.tui.wizard.derive import label_of
from wizard.tui.wizard.steps.step import Jump, Step

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from wizard.profile import Problem
    from wizard.tui.wizard.form import Form


class TestSaveStep(Step):
    """All problems, each a way to its field; the profile in a few lines; Test and Save."""

    __test__: ClassVar[bool] = False
    DEFAULT_CSS = """
    TestSaveStep #verdict { height: auto; margin: 0 1 1 0; }
    TestSaveStep OptionList {
        height: auto; max-height: 12; padding: 0; margin: 0 1 1 0; background: $background; display: none;
    }
    TestSaveStep OptionList, TestSaveStep OptionList:focus { border: none; }
    TestSaveStep OptionList.-any { display: block; }
    TestSaveStep OptionList > .option-list--option-highlighted { background: $surface; text-style: none; }
    TestSaveStep OptionList:focus > .option-list--option-highlighted { background: $block-cursor-background; }
    TestSaveStep #overview { height: auto; margin: 0 1 1 0; text-wrap: nowrap; text-overflow: ellipsis; }
    TestSaveStep Horizontal { height: 1; margin-bottom: 1; }
    TestSaveStep Button { margin-right: 2; min-width: 10; }
    TestSaveStep #test-help { height: auto; margin-right: 1; color: $text-muted; }
    """

    def compose(self) -> ComposeResult:
        """Verdict, problems, overview, buttons."""
        yield Static("", id="verdict", markup=False)
        yield OptionList(markup=False)
        yield Static("", id="overview", markup=False)
        with Horizontal():
            yield Button("Test", id="test", compact=True)
            yield Button("Save", id="save", compact=True)
        yield Static(self.form.help("test"), id="test-help", markup=False)

    def show(self, form: Form) -> None:
        """Follow the form: here every problem is told, touched or not."""
        super().show(form)
        errors = sum(problem.is_error for problem in form.problems)
        warnings = len(form.problems) - errors
        self.query_one("#verdict", Static).update(verdict(errors, warnings))
        problems = self.query_one(OptionList)
        problems.set_class(bool(form.problems), "-any")
        self.told = sorted(form.problems, key=lambda problem: not problem.is_error)
        at = min(problems.highlighted or 0, len(self.told) - 1) if self.told else None
        problems.clear_options()
        problems.add_options(self._line(each, under=index == at) for index, each in enumerate(self.told))
        problems.highlighted = at
        self.query_one("#overview", Static).update(overview(form))
        self.query_one("#overview").display = not errors

    def _line(self, problem: Problem, *, under: bool) -> Content:
        """A problem on a line. `under` the cursor it has the cursor's colour: red on it cannot be read everywhere."""
        label = label_of(problem, self.form.catalog, self.form.channel)
        sign, colour = ("✗", "$text-error") if problem.is_error else ("!", "$text-warning")
        return Content.assemble(
            (f"{sign} {label}", "bold" if under else f"bold {colour}"), f"  {problem.sentence}"
        )

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        for index, problem in enumerate(self.told):
            line = self._line(problem, under=index == event.option_index)
            event.option_list.replace_option_prompt_at_index(index, line)

    def start(self) -> None:
        """At the problems where something must be mended, else at Test."""
        if any(problem.is_error for problem in self.form.problems):
            self.screen.set_focus(self.query_one(OptionList))
        else:
            self.screen.set_focus(self.query_one("#test", Button))

    @on(OptionList.OptionSelected)
    def _jump(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(Jump(self.told[event.option_index].path))

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        await self.screen.run_action(event.button.id or "")


def verdict(errors: int, warnings: int) -> Content:
    """One line on how the profile stands."""
    if errors:
        things = "One thing" if errors == 1 else f"{errors} things"
        return Content.styled(
            f"✗ {things} to mend before it can be saved. Enter goes there.", "bold $text-error"
        )
    notes = f", {warnings} remark{'' if warnings == 1 else 's'}" if warnings else ""
    return Content.styled(f"✓ Ready to save{notes}.", "bold $text-success")


def overview(form: Form) -> Content:
    """The profile in a few aligned lines."""
    profile = form.profile
    secret = sum(is_secret(header) for header in profile.headers)
    rows = (
        f"{len(profile.headers)} row{'' if len(profile.headers) == 1 else 's'}" if profile.headers else "none"
    )
    headers = f"{rows}, {secret} secret" if secret else rows
    lines: tuple[tuple[str, str], ...] = (
        (form.label("title"), profile.title or "–"),
        (form.label("endpoint"), f"{profile.method} {profile.endpoint}" if profile.endpoint else "–"),
        (
            form.label("variables"),
            f"{len(form.selected)} of {len(form.channel.variables)}, as {profile.body_format}",
        ),
        (form.label("headers"), headers),
        (form.label("encryption"), profile.encryption.algorithm if profile.encryption else "off"),
    )
    wide = max(len(label) for label, _ in lines) + 2
    lines = tuple((label, visible(value, keep="")) for label, value in lines)
    return Content("\n").join(Content.assemble((label.ljust(wide), MUTED), value) for label, value in lines)


STEP = TestSaveStep
