"""What can be done with the receiver, and with a callback that came to it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from wizard.tui.widgets.menu import Option
from wizard.tui.widgets.still import Still

if TYPE_CHECKING:
    from wizard.receiver import ReceivedCallback
    from wizard.tui.app import WizardApp
    from wizard.tui.receiver.station import Station


class ReceiverActions(Still[None]):
    """The Receiver screen's actions that reach beyond it. The screen supplies `current`."""

    app: WizardApp

    @property
    def station(self) -> Station:
        """The receiver, which the application holds."""
        return self.app.station

    @property
    def current(self) -> ReceivedCallback | None:
        """The callback under the cursor."""
        raise NotImplementedError

    def action_copy_url(self) -> None:
        """Copy the URL, for a profile's endpoint or another program."""
        self.app.copy(self.station.url, "the URL")

    def action_clear(self) -> None:
        """Forget what came."""
        self.station.clear()

    def action_respond(self) -> None:
        """Choose how to answer: play an endpoint in trouble."""
        from wizard.tui.receiver.answers import ANSWERS, OWN
        from wizard.tui.widgets.menu_screen import MenuScreen

        def chosen(name: str | None) -> None:
            if name == OWN:
                self._ask_answer()
            for answer in ANSWERS:
                if answer.name == name:
                    shown = "" if answer is ANSWERS[0] else answer.name
                    self.station.answer_with(shown, answer.statuses, answer.delay)

        options = [Option(answer.name, answer.name, answer.note) for answer in ANSWERS]
        options.append(Option(OWN, "Of your choice …", "statuses in turn, and how long to wait"))
        self.app.push_screen(MenuScreen(options, self.station.answer or ANSWERS[0].name), chosen)

    def _ask_answer(self) -> None:
        from wizard.tui.receiver.answers import read, wrong
        from wizard.tui.widgets.ask_line import AskLine

        def typed(text: str | None) -> None:
            if text:
                answer = read(text)
                self.station.answer_with(answer.name, answer.statuses, answer.delay)

        about = "Statuses in turn, the last for good; after them the seconds that each answer waits."
        value = self.station.answer if not wrong(self.station.answer) else "503, 503, 204 after 1 s"
        self.app.push_screen(
            AskLine("Respond", "Answer with", "Answer", about=about, value=value, wrong=wrong), typed
        )

    # -- port

    def action_port(self) -> None:
        """Stop, start, or listen on another port."""
        from wizard.tui.widgets.menu_screen import MenuScreen

        station = self.station
        if station.listening:
            first = Option("stop", "Stop listening", "what came stays")
        else:
            first = Option("start", f"Start at port {station.port}")
        options = [first, Option("free", "Any free port"), Option("type", "A port of your choice …")]

        def chosen(what: str | None) -> None:
            if what == "stop":
                self._stop()
            elif what == "type":
                self._ask_port()
            elif what:
                self._listen(0 if what == "free" else station.port)

        self.app.push_screen(MenuScreen(options, ""), chosen)

    def _ask_port(self) -> None:
        from wizard.tui.widgets.ask_line import AskLine

        def check(text: str) -> str:
            if text.isdecimal() and text.isascii() and 1 <= int(text[:6]) <= 65535:
                return ""
            return "A port is a number from 1 to 65535"

        def typed(text: str | None) -> None:
            if text:
                self._listen(int(text))

        about = "Profiles that aim at the port in use do not reach the receiver any more."
        ask = AskLine(
            "Another port", "Listen on port", "Listen", about=about, value=str(self.station.port), wrong=check
        )
        self.app.push_screen(ask, typed)

    @work(group="start")
    async def _listen(self, port: int) -> None:
        if await self.station.start(port):
            self.notify(f"Listening at {self.station.url}", timeout=4)
        else:
            self.notify(self.station.problem, severity="error", timeout=8)

    @work(group="start")
    async def _stop(self) -> None:
        await self.station.stop()

    # -- test, decrypt

    def action_test(self) -> None:
        """Fire a test callback: of the profile that the callback belongs to, else of one that aims here."""
        from wizard.tui.test.screen import TestScreen

        aiming = self.station.aiming
        own = self.current.profile if self.current else None
        profile = next((one for one in aiming if own and one.id == own.id), aiming[0] if aiming else None)
        if profile is None:
            told = (
                "No profile aims here: add one whose endpoint is this URL. {receiver.copy-url|c} copies it."
            )
            self.app.notify_of_keys(told, severity="warning", timeout=6)
        else:
            self.app.push_screen(TestScreen(profile, profile.id))

    def action_decrypt(self) -> None:
        """Look into the callback in Decrypt: what keeps it shut, and which setting opens it."""
        from wizard.tui.decrypt.screen import DecryptScreen

        callback = self.current
        if callback is not None:
            self.app.push_screen(DecryptScreen(callback.profile, essence(callback)))

    # -- save, fire on

    def action_save(self) -> None:
        """Save the request as it came, byte for byte."""
        from wizard.tui.widgets.ask_line import AskLine

        callback = self.current
        if callback is None:
            return

        def typed(text: str | None) -> None:
            if text:
                self._save(Path(text).expanduser(), callback)

        about = (
            "Request line, header rows and body as they came, header secrets too: a file for your eyes alone."
        )
        name = free_name(Path.cwd(), f"callback-{callback.number}")
        ask = AskLine("Save the request", "File", "Save", about=about, value=name, wrong=cannot_save)
        self.app.push_screen(ask, typed)

    @work(group="save")
    async def _save(self, path: Path, callback: ReceivedCallback) -> None:
        raw = callback.raw
        try:
            await asyncio.to_thread(write_private, path, raw)
        except OSError as error:
            told = f"{path} could not be written: {(error.strerror or 'the system refuses').lower()}."
            self.notify(told, severity="error", timeout=8)
        else:
            self.notify(f"Saved {len(raw):,} bytes as {path}", timeout=6)

    def action_forward(self) -> None:
        """Fire the callback on to another endpoint."""
        from wizard.tui.receiver.forward import ForwardScreen

        def left(url: str | None) -> None:
            self.station.last_url = url or self.station.last_url

        if self.current is not None:
            self.app.push_screen(ForwardScreen(self.current, self.station.last_url), left)


def essence(callback: ReceivedCallback) -> bytes:
    """The request with the header rows that say how to read its body: no others, for they may be secret."""
    rows = [
        name + b": " + value + b"\r\n"
        for name, value in callback.raw_headers
        if name.lower() in (b"content-type", b"content-encoding")
    ]
    line = callback.raw.partition(b"\r\n")[0]
    return line + b"\r\n" + b"".join(rows) + b"\r\n" + callback.body


def free_name(folder: Path, stem: str) -> str:
    """`stem.http`, or with a number after it where there is such a file."""
    names = [f"{stem}.http", *(f"{stem}-{number}.http" for number in range(2, 100))]
    return next((name for name in names if not (folder / name).exists()), "")


def cannot_save(text: str) -> str:
    """Why nothing can be saved under that name, as a sentence; empty if something can."""
    if not text:
        return "Name a file"
    path = Path(text).expanduser()
    if os.path.lexists(path):
        return "There is such a file already; choose another name"
    return "" if path.parent.is_dir() else f"There is no folder {path.parent}"


def write_private(path: Path, data: bytes) -> None:
    """Write a new file that its owner alone can read. Raises OSError."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as stream:
        stream.write(data)
