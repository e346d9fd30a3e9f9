"""What can be done with a delivery, wherever it is shown."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from wizard.tui.deliveries import files

if TYPE_CHECKING:
    from wizard.callback import Delivery
    from wizard.profile import CallbackProfile
    from wizard.tui.app import WizardApp


class DeliveryActions(Widget):
    """Keys for the delivery that a subclass names."""

    app: WizardApp
    near: CallbackProfile | None = None
    """The profile at hand, unsaved changes and all."""
    FIRE_KEYS: ClassVar[list[BindingType]] = [
        Binding(
            "f",
            "fire_again",
            "Again",
            tooltip="Fire the same request again, byte for byte",
            id="delivery.fire-again",
        ),
        Binding(
            "r",
            "fire_changed",
            "Change",
            tooltip="Take its status and values to the test screen",
            id="delivery.fire-changed",
        ),
    ]
    TAKE_KEYS: ClassVar[list[BindingType]] = [
        Binding("y", "copy_curl", "Curl", tooltip="Copy as a curl command", id="delivery.copy-curl"),
        Binding("w", "save", "Save", tooltip="Save to a file", id="delivery.save"),
        Binding("b", "copy_request", "Copy request", id="delivery.copy-request"),
        Binding("p", "copy_response", "Copy response", id="delivery.copy-response"),
    ]

    async def delivery_at_hand(self) -> Delivery | None:
        """The delivery that the keys work on."""
        raise NotImplementedError

    # -- firing again

    @work(exclusive=True, group="again")
    async def action_fire_again(self) -> None:
        """Fire the same request again."""
        from wizard.callback import RequestError
        from wizard.store import StoreError
        from wizard.tui.deliveries.again import again
        from wizard.tui.widgets.confirm import Confirm

        delivery = await self.delivery_at_hand()
        if delivery is None:
            return
        try:
            profile, changes = await asyncio.to_thread(again, self.app.store, delivery, self.near)
        except (StoreError, RequestError) as error:
            self.notify(f"It cannot be fired again: {error}", severity="error", timeout=8)
            return
        if changes:
            detail = f"Other than then: {', '.join(changes)}. So it cannot be the same request."
            question = Confirm("The profile was changed since", detail, "Fire as it is now")
            if not await self.app.push_screen_wait(question):
                return
        self._test(delivery, profile, fire=True)

    @work(exclusive=True, group="again")
    async def action_fire_changed(self) -> None:
        """Take its delivery status and values to the test screen."""
        from wizard.store import StoreError
        from wizard.tui.deliveries.again import profile_of

        delivery = await self.delivery_at_hand()
        if delivery is None:
            return
        try:
            profile = await asyncio.to_thread(profile_of, self.app.store, delivery, self.near)
        except StoreError as error:
            self.notify(f"It cannot be fired again: {error}", severity="error", timeout=8)
            return
        self._test(delivery, profile, fire=False)

    def _test(self, delivery: Delivery, profile: CallbackProfile, *, fire: bool) -> None:
        from wizard.tui.test.screen import TestScreen
        from wizard.tui.test.trial import Picks

        screen = TestScreen(
            profile,
            delivery.profile_id,
            picks=Picks(delivery.delivery_status, delivery.values),
            fire=fire,
        )
        self.app.push_screen(screen, lambda _: self.fired_again())

    def fired_again(self) -> None:
        """The test screen was closed: there may be more deliveries."""

    # -- copying, saving

    @work(exclusive=True, group="copy")
    async def action_copy_curl(self) -> None:
        """Copy a command that sends the same; secrets are left for the shell to fill in."""
        from wizard.callback.curl import curl
        from wizard.store import StoreError
        from wizard.tui.deliveries.again import profile_of

        delivery = await self.delivery_at_hand()
        if delivery is None:
            return
        profile = None
        with suppress(StoreError):  # where the profile is gone the command asks for what was secret
            profile = await asyncio.to_thread(profile_of, self.app.store, delivery, self.near)
        self.app.copy(curl(delivery.request, profile), "the curl command")

    @work(exclusive=True, group="copy")
    async def action_copy_request(self) -> None:
        """Copy the request as text, secrets masked."""
        from wizard.callback.text import safe_text

        if delivery := await self.delivery_at_hand():
            data = files.content(delivery, "request")
            self.app.copy(safe_text(data.decode(errors="replace")), "the request, secrets masked,")

    @work(exclusive=True, group="copy")
    async def action_copy_response(self) -> None:
        """Copy the response as text; control characters become visible ones, for it may be pasted into a shell."""
        delivery = await self.delivery_at_hand()
        if delivery is None:
            return
        if delivery.response is None:
            self.notify("No response came, so there is nothing to copy.", severity="warning", timeout=4)
            return
        self.app.copy(await asyncio.to_thread(_response_text, delivery), "the response")

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Save the delivery, or a part of it, to a file."""
        from wizard.tui.widgets.ask_line import AskLine
        from wizard.tui.widgets.menu_screen import MenuScreen

        delivery = await self.delivery_at_hand()
        if delivery is None:
            return
        part = await self.app.push_screen_wait(MenuScreen(files.parts(delivery), "delivery"))
        if part is None:
            return
        ask = AskLine(
            "Save to a file",
            "File",
            "Save",
            about="Readable by you alone.",
            value=files.suggested(delivery, part),
            wrong=files.wrong,
        )
        path = await self.app.push_screen_wait(ask)
        if path is None:
            return
        try:
            place = await asyncio.to_thread(files.write, path, files.content(delivery, part))
        except OSError as error:
            self.notify(f"Not saved: {error.strerror or error}.", severity="error", timeout=8)
        else:
            self.notify(f"Saved as {place}.", timeout=6)


def _response_text(delivery: Delivery) -> str:
    from wizard.tui.deliveries.reading import response_lines

    return "\n".join(line.plain for line in response_lines(delivery.response)) + "\n"
