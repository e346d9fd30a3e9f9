"""Finds the profile that a received callback belongs to: by path, headers and fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.receiver.body import WireBody, read_body, urlencoded
from wizard.receiver.checks import Examiner, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wizard.catalog import Catalog
    from wizard.profile.model import CallbackProfile

MOST = 500
"""Profiles that are weighed by fields and headers, where the path leads to none."""
_PATH, _FIELDS, _HEADERS, _METHOD = 8.0, 6.0, 3.0, 1.0


class Match(NamedTuple):
    """The profiles that fit best, the callback's fields if they were read, and why there are several or none."""

    examiners: tuple[Examiner, ...]
    wire: WireBody | None
    """None where nothing needed to be read in order to match."""
    note: str = ""


class Matcher:
    """Matches callbacks with profiles. One alone is always the match: a person has said so."""

    def __init__(
        self, profiles: Iterable[CallbackProfile], catalog: Catalog, environ: Mapping[str, str] | None = None
    ) -> None:
        self._profiles = tuple(profiles)
        self._catalog = catalog
        self._environ = environ
        self._examiners: dict[int, Examiner] = {}
        self._paths: dict[str, list[int]] = {}
        for at, profile in enumerate(self._profiles):
            self._paths.setdefault(path_of(profile), []).append(at)

    def __len__(self) -> int:
        return len(self._profiles)

    def examiner(self, at: int) -> Examiner:
        """The checks of the profile at that place, made when they are first needed."""
        if at not in self._examiners:
            self._examiners[at] = Examiner(self._profiles[at], self._catalog, self._environ)
        return self._examiners[at]

    def match(self, message: Message) -> Match:
        """The profiles that fit the callback best."""
        if len(self._profiles) == 1:
            return Match((self.examiner(0),), None)
        wire = read_message(message)
        if not self._profiles:
            return Match((), wire)
        best = self._best(message, frozenset(wire.fields or ()))
        if not best:
            return Match((), wire, "No profile fits: neither its path nor its fields are those of one.")
        if len(best) > 1:
            # The same endpoint and body under different keys: the key that opens the values decides.
            best = [examiner for examiner in best if examiner.opens(examiner.read(message))] or best
        note = ""
        if len(best) > 1:
            names = ", ".join(examiner.name for examiner in best[:5]) + (", …" if len(best) > 5 else "")
            note = f"{len(best)} profiles fit alike ({names}); it is checked as the first."
        return Match(tuple(best), best[0].read(message), note)

    def _best(self, message: Message, got: frozenset[str]) -> list[Examiner]:
        near = self._paths.get(message.path.partition("?")[0]) or range(min(len(self._profiles), MOST))
        best: list[Examiner] = []
        most = 0.0
        for at in near[:MOST]:
            examiner = self.examiner(at)
            score = _score(examiner, message, got)
            if score > most:
                best, most = [examiner], score
            elif score and score == most:
                best.append(examiner)
        return best


def path_of(profile: CallbackProfile) -> str:
    """The path of the profile's endpoint."""
    rest = profile.endpoint.partition("://")[2].partition("#")[0].partition("?")[0]
    slash = rest.find("/")
    return rest[slash:] if slash >= 0 else "/"


def read_message(message: Message) -> WireBody:
    """The fields of a callback of which no profile is known: of its body, or else of its query."""
    if message.body or "?" not in message.path:
        coding = message.header("content-encoding")
        return read_body(message.body, message.header("content-type"), coding)
    return urlencoded(message.path.partition("?")[2].encode("utf-8", "surrogateescape"))


def _score(examiner: Examiner, message: Message, got: frozenset[str]) -> float:
    """How well a callback fits a profile; 0 where neither its path nor half of its fields do."""
    keys = examiner.opener.template.keys if examiner.opener.template else frozenset()
    overlap = len(keys & got) / len(keys | got) if keys or got else 0.0
    same_path = message.path.partition("?")[0] == path_of(examiner.profile)
    if not same_path and overlap < 0.5:
        return 0.0
    return (
        _PATH * same_path
        + _FIELDS * overlap
        + _HEADERS * examiner.header_share(message)
        + _METHOD * (message.method == examiner.profile.method)
    )
