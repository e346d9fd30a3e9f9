"""What else `wizard listen` does with a callback: keeps its bytes in a folder, fires it on to another endpoint."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wizard.cli import outcome, outputs
from wizard.cli.outcome import Mistake, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.receiver.received import ReceivedCallback


class Onward:
    """Saves each callback in `folder` and fires it on to `url`; an empty one of these does nothing."""

    def __init__(self, folder: str, url: str) -> None:
        """Raises Mistake for a folder that is not there and a URL that is none."""
        self.folder, self.url = folder, url
        self.statuses: list[Status] = []
        """What the firings count for in the exit status."""
        if problems := list(self._problems()):
            raise Mistake(*problems)

    def _problems(self) -> Iterator[str]:
        from wizard.profile.endpoint import check_endpoint

        if self.folder and not os.path.isdir(self.folder):
            yield f"--save: there is no folder {self.folder}; make it first"
        for problem in check_endpoint(self.url) if self.url else ():
            if problem.is_error:
                yield f"--forward: {problem.message}; {problem.advice}"

    def check_port(self, port: int) -> None:
        """Raises Mistake where callbacks would be fired at the receiver that took them in."""
        from wizard.receiver.aim import aims_at

        if self.url and aims_at(self.url, port):
            raise Mistake("--forward: it leads to this receiver itself; name another endpoint")

    async def take(self, callback: ReceivedCallback) -> None:
        """Save it, fire it on, and tell on stderr what became of it."""
        if self.folder:
            path = os.path.join(self.folder, f"callback-{callback.number}.http")
            outputs.write(path, callback.raw, private=True)
        if self.url:
            from wizard.cli.report import status_of
            from wizard.receiver.forwarding import forward

            delivery = await forward(callback, self.url)
            self.statuses.append(status_of(delivery))
            told = (
                f"{delivery.http_status} in {delivery.elapsed_ms:.0f} ms"
                if delivery.ok
                else delivery.sentence
            )
            outcome.say(f"callback {callback.number} fired on: {told}")
