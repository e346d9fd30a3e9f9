"""What the test screen is about to fire: profile, delivery status, values, settings. No widget in here."""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.callback import CallbackRequest
    from wizard.catalog import Channel
    from wizard.profile import CallbackProfile, TestSettings


class Picks(NamedTuple):
    """What a person chose for a test: a delivery status, values of variables, and the set that they are from.

    "" and none of them for what a test begins with.
    """

    status: str = ""
    values: Mapping[str, str] = MappingProxyType({})
    set_name: str = ""


NOTHING = Picks()


class Trial:
    """One profile under test. Whatever is fired is made here, so it all takes the same road.

    `owner` is whom deliveries are kept under: the profile's ID, or the draft's while it is unsaved.
    """

    def __init__(
        self,
        profile: CallbackProfile,
        channel: Channel,
        owner: str,
        picks: Picks = NOTHING,
    ) -> None:
        self._profile = msgspec.structs.replace(profile, id=owner)
        self.channel = channel
        first = next((s.name for s in channel.statuses if s.has_error), "")
        self.status = picks.status or first or next((s.name for s in channel.statuses), "")
        self.chosen: dict[str, str] = dict(picks.values)
        """Values that a person chose; they stay for every later firing."""
        self.set_name = picks.set_name if picks.set_name in profile.value_sets else ""
        """The named set that the chosen values are from."""
        self.values: dict[str, str] = {}
        self.request: CallbackRequest | None = None
        """The next request; None where the profile does not allow one, and then `problem` says why."""
        self.problem = ""

    # -- what a person decides

    @property
    def picks(self) -> Picks:
        """What is chosen now, for a test to begin with it again."""
        return Picks(self.status, dict(self.chosen), self.set_name)

    @property
    def profile(self) -> CallbackProfile:
        """The profile as it is fired: with these settings, under its owner's name."""
        return self._profile

    @property
    def settings(self) -> TestSettings:
        """Time-outs, certificates, proxy."""
        return self._profile.test

    @settings.setter
    def settings(self, settings: TestSettings) -> None:
        self._profile = msgspec.structs.replace(self._profile, test=settings)

    @property
    def sets(self) -> dict[str, dict[str, str]]:
        """The named sets of values."""
        return self._profile.value_sets

    @sets.setter
    def sets(self, sets: dict[str, dict[str, str]]) -> None:
        self._profile = msgspec.structs.replace(self._profile, value_sets=sets)

    def choose_set(self, name: str) -> None:
        """Take the values of a set; "" for fresh ones."""
        self.set_name = name
        known = self.channel.variable_names
        values = self.sets.get(name, {})
        self.chosen = {variable: value for variable, value in values.items() if variable in known}

    @property
    def set_changed(self) -> bool:
        """Whether the chosen values are others than the set's."""
        return self.chosen != self.sets.get(self.set_name, {})

    def keep_set(self, name: str) -> None:
        """Make the chosen values the set of that name."""
        self.sets = {**self.sets, name: dict(self.chosen)}
        self.set_name = name

    def drop_set(self, name: str) -> None:
        """Forget the set; the values stay as they are."""
        self.sets = {other: values for other, values in self.sets.items() if other != name}
        self.set_name = ""

    # -- what is fired

    def renew(self) -> None:
        """Fresh values for the next callback, the chosen ones in their place."""
        from wizard.callback import fresh_values

        self.values = {**fresh_values(self.channel, self.status), **self.chosen}

    def made(self, values: Mapping[str, str], status: str) -> CallbackRequest:
        """The request of these values. Raises RequestError. Reads the environment; may run in a thread."""
        from wizard.callback import build_request

        return build_request(self._profile, values, os.environ, delivery_status=status)

    def round(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Every delivery status with values for it; a status that a person typed gives way."""
        from wizard.callback import fresh_values

        for status in self.channel.statuses:
            own = {self.channel.status_variable: status.name} if self.channel.status_variable else {}
            yield status.name, {**fresh_values(self.channel, status.name), **self.chosen, **own}

    def chosen_for_mix(self) -> dict[str, str]:
        """The chosen values for a mix of statuses: without the status itself."""
        return {name: value for name, value in self.chosen.items() if name != self.channel.status_variable}

    @property
    def unchecked(self) -> bool:
        """Whether an endpoint's certificate would not be checked."""
        return not self.settings.verify and self._profile.endpoint.lower().startswith("https:")
