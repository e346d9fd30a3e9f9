"""What a store can do, whatever keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from wizard.callback.delivery import Delivery
    from wizard.profile.model import CallbackProfile
    from wizard.store.document import Glanced, Opened
    from wizard.store.draft import Draft
    from wizard.store.health import Finding
    from wizard.store.rows import DeliveryRow, ProfileQuery, ProfileRow
    from wizard.store.vault import SealingState


class Reader(Protocol):
    """Answers about the list, one question at a time; the one under way can be given up."""

    def window(self, query: ProfileQuery, start: int, count: int) -> list[ProfileRow]:
        """As the store's."""

    def count(self, query: ProfileQuery) -> int:
        """As the store's."""

    def position(self, query: ProfileQuery, profile_id: str) -> int | None:
        """As the store's."""

    def cancel(self) -> None:
        """Give up the question under way, if there is one: who asked gets QueryCancelled."""

    def close(self) -> None:
        """Let go of the store."""


class Store(Protocol):
    """Profiles, drafts and deliveries. Any thread may use it; so may other programs meanwhile.

    Every method raises StoreError, in one sentence, for what goes wrong; one that changes something has it kept for
    good when it returns, or has changed nothing when it raises.
    """

    label: str
    """The store as a person would name it; no password in it."""
    region: str
    """What new IDs begin with: IN, unless who opened the store says otherwise."""

    @property
    def read_only(self) -> bool:
        """Whether it can only be read."""

    @property
    def warning(self) -> str:
        """What a person should know before they trust it with a secret; "" for nothing."""

    # -- profiles

    def add(self, profile: CallbackProfile, *, region: str = "") -> CallbackProfile:
        """Keep a new profile and return it as kept: with an ID, if it had none, and its times. Raises AlreadyThere."""

    def add_all(self, new: Iterable[CallbackProfile], *, region: str = "") -> list[CallbackProfile]:
        """Keep new profiles, all or none. Raises AlreadyThere."""

    def import_all(
        self, new: Iterable[CallbackProfile], changed: Iterable[CallbackProfile] = ()
    ) -> tuple[list[CallbackProfile], list[CallbackProfile]]:
        """Add new profiles and change others, all or nothing. Raises AlreadyThere, UnknownProfile, ChangedMeanwhile."""

    def get(self, name: str) -> CallbackProfile:
        """The profile of that ID or unambiguous beginning of one. Raises UnknownProfile, AmbiguousProfile."""

    def open(self, name: str) -> Opened:
        """As `get`, with the paths of the secrets that could not be opened."""

    def glance(self, name: str) -> Glanced:
        """As `open`, as it may be shown, its secrets left shut."""

    def named(self, name: str) -> ProfileRow:
        """The list's row of the profile with that ID, or prefix of one. Raises UnknownProfile, AmbiguousProfile."""

    def row(self, profile_id: str) -> ProfileRow | None:
        """The list's row of a profile; None if it is not there."""

    def change(self, profile: CallbackProfile, *, seen: str) -> CallbackProfile:
        """Keep a changed profile; `seen` is the `modified_at` it was made from. Raises ChangedMeanwhile."""

    def delete(self, *ids: str, for_good: bool = False) -> None:
        """Delete profiles, all or none; unless `for_good`, `restore` brings them back. Raises UnknownProfile."""

    def restore(self, *ids: str) -> None:
        """Bring back deleted profiles, where they stood. Raises UnknownProfile, AlreadyThere."""

    def purge(self) -> int:
        """Erase what earlier sessions deleted; how many profiles that were."""

    def endpoints(self, prefix: str = "", count: int = 20) -> list[str]:
        """Endpoints in use that begin so, those used last first."""

    # -- the list

    def window(self, query: ProfileQuery, start: int, count: int) -> list[ProfileRow]:
        """Rows `start` to `start + count` of the profiles that fit the query, fewer at the end."""

    def count(self, query: ProfileQuery) -> int:
        """How many profiles fit the query."""

    def position(self, query: ProfileQuery, profile_id: str) -> int | None:
        """Where a profile stands in the query's order, from 0; None if it does not fit or is gone."""

    def each(self, query: ProfileQuery) -> Iterator[ProfileRow]:
        """Every row of the query in its order, as the store stood at the first."""

    def names(self, query: ProfileQuery) -> Iterator[tuple[str, str]]:
        """ID and title of every profile of the query, in its order."""

    def every(self, query: ProfileQuery | None = None) -> Iterator[CallbackProfile]:
        """Every profile of the query, whole, in its order. None: all, as used."""

    def reader(self) -> Reader:
        """A reader whose query under way can be cancelled."""

    def data_version(self) -> int:
        """A number that changes whenever anybody changes the list."""

    # -- drafts

    def keep_draft(self, draft: Draft) -> None:
        """Keep a draft in the place of its earlier state."""

    def drafts(self) -> list[Draft]:
        """Every draft that can be opened, the newest first."""

    def drop_draft(self, draft_id: str) -> None:
        """Forget a draft and its firings."""

    # -- deliveries

    def record(self, *fired: Delivery) -> None:
        """Keep firings, and the outcome of the newest in its profile's row."""

    def adopt_deliveries(self, draft_id: str, profile_id: str) -> None:
        """Give a draft's firings to the profile it was saved as. Raises UnknownProfile."""

    def deliveries(
        self,
        profile_id: str | None = None,
        *,
        outcome: str = "",
        status: str = "",
        start: int = 0,
        count: int = 100,
    ) -> list[DeliveryRow]:
        """Firings of a profile, a draft, or (None) of all, the newest first.

        `outcome` is `accepted`, `failed` or kinds with blanks between; `status` a delivery status.
        """

    def count_deliveries(self, profile_id: str | None = None, *, outcome: str = "", status: str = "") -> int:
        """How many firings are kept; filters as of `deliveries`."""

    def delivery_position(
        self, delivery_id: str, profile_id: str | None = None, *, outcome: str = "", status: str = ""
    ) -> int | None:
        """Where a firing stands in `deliveries`, from 0; None if it is not among them."""

    def delivery(self, delivery_id: str) -> Delivery:
        """A firing with all that is kept of it."""

    # -- settings, the sealing key, upkeep

    def remember(self, key: str, value: str) -> None:
        """Keep a small setting of the program's; "" forgets it."""

    def recall(self, key: str, default: str = "") -> str:
        """What was last remembered under `key`."""

    def sealing(self) -> SealingState:
        """Where the sealing key comes from and whether it fits."""

    def take_key(self) -> None:
        """Seal with the key at hand from now on, though another, lost by now, sealed before."""

    def reseal(self, new_key: str = "") -> int:
        """Seal everything with another key, in one transaction; how many values no key at hand opens."""

    def backup(self, path: str | Path) -> None:
        """Lay a copy, as the store stands at one moment, into a new file for its owner alone."""

    def health(self) -> list[Finding]:
        """What can be told of it in an instant."""

    def check(self) -> list[Finding]:
        """All of it looked at."""

    def close(self) -> None:
        """Let go of the store."""
