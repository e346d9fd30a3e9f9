"""What the tests of the wizard's screens share: the real program over a real store, and what stands on its screen."""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

from textual.screen import Screen

from tests.support import session
from wizard.catalog import load_catalog
from wizard.profile import CallbackProfile, defaults
from wizard.store import Draft, open_store
from wizard.tui.app import WizardApp
from wizard.tui.wizard.screen import AddProfileScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

    from wizard.store import Store

ALL = '{\n  "message_id": "<message_id>",\n  "delivery_status": "<delivery_status>"\n}'


def email(**values: object) -> CallbackProfile:
    """A valid profile for the email channel, with these values instead."""
    import msgspec

    channel = load_catalog().channel("email")
    assert channel
    base = msgspec.structs.replace(
        defaults(channel), title="my hook", endpoint="https://hooks.example.com/x", body=ALL
    )
    return msgspec.structs.replace(base, **values)


class FormApp(WizardApp):
    """The program without the list underneath: what is tested here does not need it."""

    CSS_PATH = str(files("wizard.tui") / "app.tcss")

    def get_default_screen(self) -> Screen[None]:  # type: ignore[override]
        return Screen()


class Session(session.Session):
    """One run of the program, standing on Add Callback Profile."""

    def __init__(
        self, app: WizardApp, pilot: Pilot[None], screen: AddProfileScreen, results: list[str | None]
    ) -> None:
        super().__init__(app, pilot)
        self.screen, self.results = screen, results

    async def settle(self) -> None:
        """Wait until every message has been dealt with, the checks have answered, and the screen is drawn."""
        await self._drawn()
        await self.screen.settled()
        await self._drawn()

    async def _drawn(self) -> None:
        """Wait until no widget has anything to do; drawing may give some of them more to do."""
        for _ in range(2):
            await self.quiet()
            self.app.screen._on_timer_update()

    @property
    def words(self) -> str:
        """What the screen says, frames and line breaks aside; of the wizard itself, what its form says."""
        lines = self.lines
        if self.app.screen is self.screen:
            form = self.screen.query_one("#form").region
            lines = [line[form.x : form.right] for line in lines[form.y : form.bottom]]
        return " ".join(" ".join(lines).replace("│", " ").split())


@asynccontextmanager
async def add_profile(
    folder: Path,
    profile: CallbackProfile | None = None,
    *,
    step: int = 0,
    size: tuple[int, int] = (80, 24),
    edit: str = "",
) -> AsyncIterator[Session]:
    """Add Callback Profile over the store in `folder`, on `profile` at `step`; `edit` is the ID of a saved one."""
    store = open_store(folder / "store.db")
    app = FormApp(store)
    results: list[str | None] = []
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            with app._context():
                draft = Draft(
                    id="draft_1",
                    profile=profile or email(title="", endpoint="", body=""),
                    step=step,
                    profile_id=edit,
                )
                saved = edit and store.row(edit)
                screen = AddProfileScreen(draft, store.open(edit).unreadable if saved else ())
                await app.push_screen(screen, results.append)
            run = Session(app, pilot, screen, results)
            await run.settle()
            yield run
    finally:
        store.close()


def stored(folder: Path) -> Store:
    """The store in `folder`, opened as another process would."""
    return open_store(folder / "store.db")
