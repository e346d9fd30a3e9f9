"""The endpoint: what makes its URL lawful, and where on the network it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wizard.profile.problem import Problem, plain, warning
from wizard.profile.references import names_in

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address

METADATA_ADDRESSES = ("169.254.169.254", "fd00:ec2::254")
"""Where clouds hand machines their credentials; callbacks are refused there, by whatever spelling."""

PATH = "endpoint"

_URL = re.compile(r"(https?)://([^/?#]*)(.*)", re.DOTALL | re.IGNORECASE)
_HOST_AND_PORT = re.compile(r"(?:\[([^\]]*)\]|([^:]*))(?::(.*))?", re.DOTALL)
# What most endpoints look like, known to be lawful without a closer look.
_USUAL = re.compile(
    r"https?://(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}(?::[1-9][0-9]{0,3})?"
    r"(?:[/?][A-Za-z0-9/._~?=&%+,;:-]*)?"
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(//)?")
_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")


class Parts(NamedTuple):
    """An http(s) URL cut in pieces, each as typed; `host` without the brackets of an IPv6 address."""

    scheme: str
    credentials: str
    host: str
    port: str | None
    bracketed: bool
    rest: str


def split(url: str) -> Parts | None:
    """The pieces of an http(s) URL; None for anything else. Says nothing on whether the pieces are lawful."""
    match = _URL.fullmatch(url)
    if not match:
        return None
    credentials, _, place = match[2].rpartition("@")
    inner = _HOST_AND_PORT.fullmatch(place)
    if not inner:
        return Parts(match[1].lower(), credentials, place, None, False, match[3])
    bracketed = inner[1] is not None
    host = inner[1] if bracketed else inner[2]
    return Parts(match[1].lower(), credentials, host, inner[3], bracketed, match[3])


def check_endpoint(url: str) -> list[Problem]:
    """Every fault of the endpoint's URL by itself: the rule of the design, RFC 3986 and what senders can reach."""
    if len(url) < 250 and _USUAL.fullmatch(url):
        return []
    if not url.strip():
        return [Problem(PATH, "The endpoint is missing", "enter the URL that receives the callbacks")]
    unseen = next((character for character in url if character == " " or not character.isprintable()), "")
    if unseen:
        return [_unseen(unseen, url)]
    parts = split(url)
    if parts is None:
        return [_scheme_fault(url)]
    found = []
    if parts.credentials or "@" in url[: len(url) - len(parts.rest)]:
        told = "The endpoint holds a user name or password, which would stand in every log"
        found.append(Problem(PATH, told, "take it out and use Basic authentication in the headers"))
    fault = _host_fault(parts) or _port_fault(parts.port)
    if fault:
        found.append(fault)
    if "\\" in url:
        found.append(Problem(PATH, "A URL cannot hold a backslash", "write / or %5C"))
    if "#" in parts.rest:
        found.append(warning(PATH, "What follows # is never sent to a server", "take it off"))
    if names_in(url):
        found.append(Problem(PATH, "${NAME} is not read in the endpoint", "write the value itself"))
    if re.search(r"<[A-Za-z][\w.:-]*>", parts.rest):
        told = "A placeholder in the endpoint is sent as it stands"
        found.append(warning(PATH, told, "put it into the request body"))
    return found


def _unseen(character: str, url: str) -> Problem:
    if character == " ":
        path = parts.rest.rstrip() if (parts := split(url)) else ""
        within = " " in path and " " not in url[: len(url.rstrip()) - len(path)]
        way = "take it out, or write %20 for it" if within else "take it out"
        return Problem(PATH, "The endpoint holds a space", way)
    names = {"\t": "a tab", "\n": "a line break", "\r": "a line break"}
    what = names.get(character, f"the invisible character U+{ord(character):04X}")
    return Problem(PATH, f"The endpoint holds {what}", "take it out")


def _scheme_fault(url: str) -> Problem:
    match = _SCHEME.match(url)
    scheme = match[1].lower() if match else ""
    if scheme in ("http", "https"):
        return Problem(PATH, f"After {scheme}: two slashes are missing", f"write {scheme}://")
    # `localhost:8080/hook` has the look of a scheme, but what follows its colon is a port.
    if match and (match[2] or not re.match(r"[0-9]+(/|$)", url[match.end() :])) and "." not in scheme:
        return Problem(PATH, f"{scheme}: is not http or https", "write a URL that starts with https://")
    front = "https:" if url.startswith("//") else "https://"
    return Problem(PATH, "The endpoint does not say http or https", f"write {front} in front")


def _host_fault(parts: Parts) -> Problem | None:
    host = _ascii(parts.host)
    if parts.host.startswith("[") and not parts.bracketed:
        return Problem(PATH, "The bracket of the IPv6 address is not closed", "write ] after it, as in [::1]")
    if not parts.bracketed and ":" in (parts.port or ""):
        return Problem(
            PATH, "The host holds more than one colon", "put an IPv6 address in brackets, as in [::1]"
        )
    if not parts.host:
        return Problem(
            PATH, "The endpoint has no host", "write one after ://, as in https://hooks.example.com/"
        )
    if parts.bracketed:
        if _ipv6(host) is None:
            return Problem(PATH, f"[{plain(host)}] is not an IPv6 address", "mend it, as in [::1]")
    elif _looks_numeric(host):
        if _ipv4(host) is None:
            return Problem(
                PATH, f"{plain(host)} is not an IPv4 address", "write four numbers from 0 to 255, with dots"
            )
    elif fault := _name_fault(host):
        return Problem(PATH, fault, "mend the host name")
    if is_metadata(host):
        told = "This address hands out the credentials of a cloud machine, so no callback is sent to it"
        return Problem(PATH, told, "enter your own endpoint")
    return None


def _name_fault(host: str) -> str:
    name = host.removesuffix(".")
    if not name.isascii():
        return f"The host name {plain(host)} cannot be written for the internet (IDNA)"
    if len(name) > 253:
        return "The host name is longer than 253 characters"
    for label in name.split("."):
        if not label:
            return f"The host name {plain(host)} has a dot too many"
        if len(label) > 63:
            return "A part of the host name is longer than 63 characters"
        if not _LABEL.fullmatch(label):
            return f"{plain(host)} is not a host name: only letters, digits, hyphens and dots make one"
    return ""


def _port_fault(port: str | None) -> Problem | None:
    if port is None or (port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) < 65_536):
        return None
    if not port:
        return Problem(PATH, "The port after the colon is missing", "write it, or take the colon out")
    return Problem(PATH, f"{plain(port)} is not a port", "write a number from 1 to 65535")


def endpoint_place(url: str) -> str:
    """Where the URL's host stands, as far as its text tells: `loopback`, `private network` or "" for elsewhere."""
    parts = split(url)
    if parts is None or not parts.host:
        return ""
    name = _ascii(parts.host).removesuffix(".").lower()
    address = _address(name)
    if address is None:
        if name == "localhost" or name.endswith(".localhost"):
            return "loopback"
        local = (".local", ".lan", ".internal", ".home.arpa")
        return "private network" if "." not in name or name.endswith(local) else ""
    if address.is_loopback or address.is_unspecified:
        return "loopback"
    return "private network" if address.is_private or address.is_link_local else ""


def is_metadata(host: str) -> bool:
    """Whether a host, or an address that a name was resolved to, is a cloud's metadata service.

    Sees through decimal, hex and octal spellings, and through IPv4 inside IPv6 (mapped, 6to4, NAT64).
    """
    address = _address(_ascii(host))
    return address is not None and str(address) in METADATA_ADDRESSES


def _ascii(host: str) -> str:
    """The host as name servers know it (IDNA); as it is where it has no such form."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def _address(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host spells by number; one that carries an IPv4 address inside gives that."""
    if ":" not in host:
        return _ipv4(host)
    address = _ipv6(host)
    if address is None:
        return None
    from ipaddress import IPv4Address, IPv6Address

    value = int(address)
    if value >> 112 == 0x2002:
        return IPv4Address(value >> 80 & 0xFFFF_FFFF)
    if value >> 32 in (0xFFFF, 0x64_FF9B << 64) or (value >> 32 == 0 and value > 0xFFFF):
        return IPv4Address(value & 0xFFFF_FFFF)
    return IPv6Address(value)


def _ipv6(host: str) -> IPv6Address | None:
    from ipaddress import AddressValueError, IPv6Address

    try:
        return IPv6Address(host)
    except AddressValueError:
        return None


def _looks_numeric(host: str) -> bool:
    """Whether resolvers would read the host as numbers: its last part is one (as the URL standard has it)."""
    return _NUMBER.fullmatch(host.removesuffix(".").rpartition(".")[2]) is not None


def _ipv4(host: str) -> IPv4Address | None:
    """The IPv4 address by any spelling that `inet_aton` takes: 1 to 4 parts, each decimal, 0 octal or 0x hex."""
    if not _looks_numeric(host):
        return None
    from ipaddress import IPv4Address

    parts = host.removesuffix(".").split(".")
    if len(parts) > 4 or any(len(part) > 20 for part in parts):
        return None
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        return None
    last = numbers.pop()
    if any(number > 255 for number in numbers) or last >= 256 ** (4 - len(numbers)):
        return None
    return IPv4Address(sum(number << 8 * (3 - place) for place, number in enumerate(numbers)) + last)


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    if text[:2] in ("0x", "0X"):
        return int(text[2:] or "0", 16)
    return int(text, 8 if len(text) > 1 and text[0] == "0" else 10)
