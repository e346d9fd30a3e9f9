"""Decrypt: paste what was received, see it opened, or why it does not open and what would."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.widgets import Static

from wizard.receiver.doctor.change import Settings, as_lines, changed, proposed
from wizard.tui.active import with_own_keys
from wizard.tui.decrypt import tell
from wizard.tui.decrypt.parts import ProfileChip, Results
from wizard.tui.decrypt.paste_area import PasteArea
from wizard.tui.slowly import ReadsFirst
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.menu import Chip, Option

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from wizard.profile import CallbackProfile
    from wizard.receiver import ValueReport
    from wizard.tui.app import WizardApp

PAUSE = 0.15
"""Seconds that a person has to type nothing before what stands there is opened."""
ANY = Option("", "any", "it is judged as whatever it looks like")


class DecryptScreen(ReadsFirst[None]):
    """Opens `received`, or what is pasted, with the key of a profile: by default the one used last."""

    app: WizardApp
    CSS_PATH = "decrypt.tcss"
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (70, "-below"), (120, "-beside")]
    help_title = "Decrypt"
    HELP = """Paste a callback's body, a whole HTTP request or one value, and every value that the profile encrypts
is opened. What does not open is tried in the ways people get wrong: the key read as hex, key and vector swapped,
another mode, the tag in another place, another encoding, and many more. The one thing that differs is named,
with the setting that opens it.

With GCM the tag is proof. With CFB nothing proves a value; it has to look like the variable it stands for, and what
is too short to be sure of is called so.

A saved Email profile cannot change its encryption: use the change on this screen only, or duplicate the profile
with it."""
    HELP_LINES = (
        ("Profile", "whose key, vector and layout are used; by default the one used last"),
        ("What was received", "a body, a whole request with its headers, or the text of one value"),
        (
            "Variable",
            "which dynamic variable a single value is: knowing that helps to judge what it opens to",
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next", show=False, id="decrypt.next-field"),
        Binding("escape", "leave", "Back", id="decrypt.leave"),
    ]

    def __init__(self, profile: CallbackProfile | None, received: bytes = b"") -> None:
        super().__init__()
        self.profile = profile
        self.received = received
        self.used: Settings = {}
        """The change that is made on this screen."""
        self.change: Settings = {}
        """The change that would open more."""
        self.reports: tuple[ValueReport, ...] = ()
        self.remark = ""
        """What is said in place of reports."""

    def compose(self) -> ComposeResult:
        """Whose key, what came, what came of it."""
        with Vertical(id="panel") as panel:
            panel.border_title = "Decrypt"
            with Horizontal(id="choose"):
                yield Static("With the key of", id="whose")
                yield ProfileChip("", [], id="profile")
                yield Chip("Variable", [ANY], id="variable")
            with Container(id="both"):
                yield PasteArea(self.received, id="paste")
                yield Results(id="results")
        yield KeyBar()

    def on_mount(self) -> None:
        """Open what was brought along; with nothing, wait for a paste."""
        if self.profile is None:
            self.read_first(self._latest, self._use_profile)
        else:
            self._use_profile(self.profile)
        self.query_one("#results" if self.received else "#paste").focus()

    def _latest(self) -> CallbackProfile | None:
        """The profile used last. For a thread."""
        from wizard.store import ProfileQuery

        rows = self.app.store.window(ProfileQuery(), 0, 1)
        return self.app.store.get(rows[0].id) if rows else None

    # -- whose key

    def _use_profile(self, profile: CallbackProfile | None) -> None:
        self.profile, self.used = profile, {}
        chip = self.query_one("#profile", ProfileChip)
        algorithm = profile.encryption.algorithm if profile and profile.encryption else "no encryption"
        chip.value = f"{profile.title or profile.id}, {algorithm}" if profile else "no profile"
        channel = self.app.catalog.channel(profile.channel) if profile else None
        variables = channel.variables if channel else ()
        self.query_one("#variable", Chip).options = [
            ANY,
            *(Option(one.name, one.name, one.description) for one in variables),
        ]
        self._open(0)

    @on(ProfileChip.Wanted)
    def action_profile(self, event: ProfileChip.Wanted | None = None) -> None:
        """Choose the profile whose key is used."""
        from wizard.tui.decrypt.choose_profile import ChooseProfile

        def chosen(key: str | None) -> None:
            if key is not None:
                self.read_first(partial(self.app.store.get, key), self._use_profile)

        self.app.push_screen(ChooseProfile(self.profile.id if self.profile else ""), chosen)

    def action_variable(self) -> None:
        """Say which variable a single value is: it decides what the value should look like."""
        self.query_one("#variable", Chip).action_open()

    @on(Chip.Changed, "#variable")
    def _variable_chosen(self) -> None:
        self._open(0)

    # -- what came

    @on(PasteArea.Given)
    def _given(self, event: PasteArea.Given) -> None:
        if event.whole:
            self.query_one("#results").focus()
        self._open(0 if event.whole else PAUSE)

    def on_paste(self, event: events.Paste) -> None:
        """A paste is a new one wherever the focus is."""
        if event.text:
            self.query_one(PasteArea).take(event.text)

    def action_new(self) -> None:
        """Empty the field for another paste."""
        area = self.query_one(PasteArea)
        area.load(b"")
        area.focus()
        self._open(0)

    @work(exclusive=True, group="open")
    async def _open(self, pause: float) -> None:
        await asyncio.sleep(pause)
        data = self.query_one(PasteArea).data
        self.reports, self.change, self.remark = (), {}, ""
        if self.profile is None:
            none = "There is no profile whose key could be used. Add one first: {decrypt.leave|esc}, then {list.add|a}."
            self.remark = with_own_keys(self.app, none)
        elif data.strip():
            profile, name = changed(self.profile, self.used), self.query_one("#variable", Chip).value
            self.reports, self.remark = await asyncio.to_thread(self._opened, data, profile, name)
            self.change = proposed(self.reports)
        self._lay_out()
        self.refresh_bindings()

    def _opened(
        self, data: bytes, profile: CallbackProfile, name: str
    ) -> tuple[tuple[ValueReport, ...], str]:
        """The reports, or a remark. In a thread: the doctor tries hundreds of ways."""
        from wizard.profile import MissingReference
        from wizard.receiver import NoEncryption, open_pasted

        channel = self.app.catalog.channel(profile.channel)
        try:
            reports = open_pasted(data, profile, channel, os.environ, name=name).values
        except NoEncryption as error:
            return (), f"{error} {self._other}"
        except MissingReference as error:
            return (), f"The key or the IV cannot be read: {error}. Set it and start again."
        return reports, "" if reports else f"Nothing in it is encrypted by this profile. {self._other}"

    @property
    def _other(self) -> str:
        return with_own_keys(self.app, tell.OTHER)

    @on(Results.Resized)
    def _lay_out(self) -> None:
        pane = self.query_one("#results", Results)
        width = pane.scrollable_content_region.width
        if self.remark:
            pane.show(tell.sentence(self.remark, width))
        elif self.reports:
            lines = tell.results(
                self.reports, self.used, self.change, width, partial(with_own_keys, self.app)
            )
            if (area := self.query_one(PasteArea)).read_only:
                lines += tell.shown_in_part(len(area.text), len(area.data), width)
            pane.show(lines)
        else:
            pane.show(tell.nothing_yet(width))

    # -- the change

    @property
    def whole_change(self) -> Settings:
        """All that is, or would be, different from the profile."""
        return {**self.used, **self.change}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What needs a change, a profile or a paste works only while there is one."""
        if action == "use":
            return bool(self.change)
        if action == "reset":
            return bool(self.used)
        if action in ("duplicate", "copy"):
            return bool(self.whole_change)
        if action == "copy_shown":
            return bool(self.reports)
        if action in ("profile", "variable"):
            return self.profile is not None
        if action == "new":
            return bool(self.query_one(PasteArea).data)
        return True

    def action_use(self) -> None:
        """Use the change on this screen; the profile stays as it is."""
        self.used = self.whole_change
        self._open(0)

    def action_reset(self) -> None:
        """Take the change back that was made on this screen."""
        self.used = {}
        self._open(0)

    def action_duplicate(self) -> None:
        """Start a new profile from this one with the change made."""
        from wizard.tui.decrypt import duplicate

        if self.profile is not None:
            profile = changed(self.profile, self.whole_change)
            self.read_first(
                partial(duplicate.draft_of, self.app.store, profile), partial(duplicate.start, self.app)
            )

    def action_copy(self) -> None:
        """Copy the change as lines of the `[encryption]` table of a profile file."""
        lines = as_lines(self.whole_change, reveal=True)
        secret = bool({"key", "iv"} & set(self.whole_change))
        self.app.copy("\n".join(lines) + "\n", "the change", secret=secret)

    def action_copy_shown(self) -> None:
        """Copy what is shown."""
        self.app.copy(self.query_one("#results", Results).text, "the text shown")

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
