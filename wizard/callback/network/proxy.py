"""Which proxy a request goes through: the one set, the environment's, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.callback.network.journal import Failure
from wizard.profile.endpoint import endpoint_place
from wizard.profile.references import MissingReference, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping


class Proxy(NamedTuple):
    """An HTTP proxy. `credentials` are user name and password, None for none."""

    scheme: str
    host: str
    port: int
    credentials: tuple[bytes, bytes] | None = None

    @property
    def url(self) -> str:
        """The proxy as it may be shown, without credentials."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    def __repr__(self) -> str:
        return f"Proxy({self.url})"


def proxy_for(scheme: str, host: str, port: int, setting: str, environ: Mapping[str, str]) -> Proxy | None:
    """The proxy for a request, None for a direct connection. Raises Failure for one that cannot be used.

    A proxy that is set is always used; it may hold `${NAME}`, and `none` means no proxy at all. That of the
    environment (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, lower case first, less `NO_PROXY`) is not used for a
    loopback endpoint: the proxy would look for it on its own machine.
    """
    if setting:
        if setting.strip().lower() == "none":
            return None
        try:
            return read_proxy(resolve(setting, environ))
        except MissingReference as error:
            raise Failure("proxy-setting", detail=f"{error.name} is not set") from error
    found = _environment(scheme, environ)
    if not found or endpoint_place(f"{scheme}://{_bracketed(host)}/") == "loopback":
        return None
    if _excepted(host, port, environ.get("no_proxy") or environ.get("NO_PROXY") or ""):
        return None
    return read_proxy(found)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _environment(scheme: str, environ: Mapping[str, str]) -> str:
    for name in (f"{scheme}_proxy", "all_proxy"):
        if name == "http_proxy" and "REQUEST_METHOD" in environ:
            # In a CGI script HTTP_PROXY would be a header that a stranger sent.
            found = environ.get(name)
        else:
            found = environ.get(name) or environ.get(name.upper())
        if found:
            return found
    return ""


def _excepted(host: str, port: int, exceptions: str) -> bool:
    """Whether NO_PROXY names the host: `*`, a name and all below it, an address, a network, each with a port or not."""
    for part in exceptions.replace(" ", ",").split(","):
        rule = part.strip().lower()
        if not rule:
            continue
        if rule == "*":
            return True
        if rule.count(":") == 1:
            rule, _, only = rule.partition(":")
            if only != str(port):
                continue
        rule = rule.removeprefix("*").removeprefix(".").strip("[]")
        if host == rule or host.endswith("." + rule) or _within(host, rule):
            return True
    return False


def _within(host: str, rule: str) -> bool:
    from ipaddress import ip_address, ip_network

    try:
        return "/" in rule and ip_address(host) in ip_network(rule, strict=False)
    except ValueError:
        return False


def read_proxy(text: str) -> Proxy:
    """A proxy from its URL; without a scheme it is http, without a port 80 (443 for https)."""
    from urllib.parse import unquote, urlsplit

    text = text.strip()
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        port = parts.port
    except ValueError as error:
        raise Failure("proxy-setting", detail="it is no URL") from error
    if parts.scheme not in ("http", "https"):
        raise Failure("proxy-setting", detail=f"{parts.scheme} proxies are not supported")
    if not parts.hostname:
        raise Failure("proxy-setting", detail="it has no host")
    try:
        parts.hostname.encode("idna")
    except UnicodeError as error:
        raise Failure("proxy-setting", detail="its host cannot be written for the internet") from error
    credentials = None
    if parts.username is not None:
        credentials = (unquote(parts.username).encode(), unquote(parts.password or "").encode())
    default = 443 if parts.scheme == "https" else 80
    return Proxy(parts.scheme, parts.hostname, port or default, credentials)
