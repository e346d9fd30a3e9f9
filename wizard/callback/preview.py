"""The request as a person sees it before it is fired: what would go on the wire, and what is still in its way."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from wizard.callback.request import CallbackRequest, RequestError, RequestMaker
from wizard.callback.values import fresh_values, merge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.catalog import Catalog
    from wizard.profile.model import CallbackProfile
    from wizard.profile.problem import Problem


class Preview(NamedTuple):
    """A request, None where the profile has not enough for one, and the problems that firing it would meet."""

    request: CallbackRequest | None
    problems: tuple[Problem, ...]

    @property
    def text(self) -> str:
        """The request with secrets masked; where there is none, the problems, one a line."""
        if self.request is None:
            return "\n".join(problem.sentence for problem in self.problems)
        return self.request.display()


def prepare(
    profile: CallbackProfile,
    catalog: Catalog,
    status: str = "",
    chosen: Mapping[str, str] | None = None,
    environ: Mapping[str, str] = os.environ,
) -> CallbackRequest:
    """The request of one test callback: fresh values for the status, chosen ones in their place.

    Raises ValuesError for a status or variable that the channel does not have, RequestError for the profile.
    """
    values = values_for(profile, catalog, status, chosen)
    return RequestMaker(profile, environ).request(values, status_of(profile, catalog, status))


def preview_request(
    profile: CallbackProfile,
    catalog: Catalog,
    status: str = "",
    chosen: Mapping[str, str] | None = None,
    environ: Mapping[str, str] = os.environ,
    *,
    values: Mapping[str, str] | None = None,
) -> Preview:
    """What `prepare` would give, or as much of it as an unfinished profile allows. Never raises for the profile.

    With `values` nothing fresh is made: a preview that follows the typing should not change everywhere at once.
    """
    try:
        maker = RequestMaker(profile, environ, lenient=True)
        given = values if values is not None else values_for(profile, catalog, status, chosen)
        request = maker.request(given, status_of(profile, catalog, status))
    except RequestError as error:
        return Preview(None, (error.problem,))
    return Preview(request, tuple(maker.problems))


def preview(profile: CallbackProfile, catalog: Catalog, status: str = "") -> str:
    """The request with fresh values as text for a screen; secrets masked."""
    return preview_request(profile, catalog, status).text


def values_for(
    profile: CallbackProfile, catalog: Catalog, status: str = "", chosen: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Fresh values of the profile's channel with the chosen ones in their place. Raises ValuesError.

    A channel that the catalog does not have has no variables: chosen values then are all there are.
    """
    channel = catalog.channel(profile.channel)
    if channel is None:
        return dict(chosen or {})
    return merge(fresh_values(channel, status), chosen or {})


def status_of(profile: CallbackProfile, catalog: Catalog, status: str) -> str:
    """The delivery status as the channel spells it; its first where none is asked for."""
    channel = catalog.channel(profile.channel)
    if channel is None or not channel.statuses:
        return status
    found = channel.status(status) if status else channel.statuses[0]
    return found.name if found else status
