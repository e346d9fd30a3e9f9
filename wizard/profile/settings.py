"""The rules of a profile's test settings and of its named sets of values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wizard.profile.nearest import suggestion
from wizard.profile.problem import Problem, plain, warning
from wizard.profile.references import pieces

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from wizard.profile.model import TestSettings

LONGEST_TIMEOUT = 600.0
"""Seconds. Senders of callbacks give up after 5 to 30; ten minutes leaves room for a debugger at the endpoint."""

MOST_KEPT = 16 * 1024 * 1024
"""Bytes of a response, at most."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def check_settings(test: TestSettings) -> list[Problem]:
    """Every fault of the test settings. Files are not looked for: that is done when they are read."""
    found = [*_check_time("connect_timeout", test.connect_timeout), *_check_time("timeout", test.timeout)]
    # Who sets the whole alone means the time to connect too: it is never waited for longer than the whole.
    if not found and test.timeout < test.connect_timeout != type(test)().connect_timeout:
        told = (
            f"The time to connect ({test.connect_timeout:g} s) is longer than the whole ({test.timeout:g} s)"
        )
        found.append(Problem("test.connect_timeout", told, "make it shorter, or the whole longer"))
    if not 0 <= test.response_limit <= MOST_KEPT:
        told = f"{test.response_limit} bytes of a response cannot be kept"
        found.append(Problem("test.response_limit", told, f"choose from 0 to {MOST_KEPT:,}"))
    found += [
        Problem(f"test.{name}", "A path cannot hold control characters", "type it again")
        for name in ("ca_file", "client_certificate", "client_key")
        if _CONTROL.search(getattr(test, name))
    ]
    if test.client_key and not test.client_certificate:
        told = "A client key is of no use without its certificate"
        found.append(Problem("test.client_certificate", told, "name the certificate's file too"))
    if not test.verify:
        told = "Certificates are not checked, so anyone between you and the endpoint can read the callbacks"
        found.append(
            warning("test.verify", told, "switch it on, and name the CA file of a certificate of your own")
        )
    found += _check_proxy(test.proxy)
    return found


def _check_time(name: str, seconds: float) -> Iterator[Problem]:
    # Written so that NaN, which compares to nothing, is refused too.
    if not 0 < seconds <= LONGEST_TIMEOUT:
        advice = f"choose more than 0 and at most {LONGEST_TIMEOUT:g} seconds"
        yield Problem(f"test.{name}", f"{seconds:g} is no time to wait", advice)


def _check_proxy(proxy: str) -> Iterator[Problem]:
    if (
        not proxy or proxy.strip().lower() == "none"
    ):  # none: a direct connection, whatever the environment says
        return
    path = "test.proxy"
    match = re.fullmatch(r"https?://(?:([^/@]*(?:@[^/@]*)*)@)?([^/@\s]+)/?", proxy, re.IGNORECASE)
    if len(pieces(proxy)) == 1 and pieces(proxy)[0][1]:
        return
    if not match or _CONTROL.search(proxy):
        yield Problem(path, "This is not the URL of a proxy", "write it as http://host:port")
    elif match[1] and any(part.strip(":") for part, reference in pieces(match[1]) if not reference):
        told = "The proxy's user name and password stand in the clear"
        yield Problem(path, told, "write http://${PROXY_USER}:${PROXY_PASSWORD}@host:port")


def check_value_sets(
    sets: Mapping[str, Mapping[str, str]], variables: Collection[str] | None
) -> Iterator[Problem]:
    """Every fault of the named sets of values. `variables` are the channel's, None where it has no such list."""
    for name, values in sets.items():
        path = f"value_sets.{plain(name)}"
        if not name.strip():
            yield Problem("value_sets", "A set of values has no name", "name it")
        for variable in values if variables is not None else ():
            if variables is not None and variable not in variables:
                told = f"{plain(variable)!r} is none of the channel's variables, so its value is not used"
                advice = suggestion(variable, variables) or "take it out"
                yield warning(f"{path}.{plain(variable)}", told, advice)
