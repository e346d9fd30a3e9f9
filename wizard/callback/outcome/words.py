"""One sentence for everything that can happen to a firing, and one of advice.

Keyed by the delivery's kind, or `kind/phase` where the phase makes a difference. Each kind is a promise to
scripts; the words are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS: dict[str, tuple[str, str]] = {
    "refused": (
        "Nothing listens at {address}: the connection was refused.",
        "Start the endpoint, or check its host and port.",
    ),
    "unreachable": (
        "No way leads to {address}: {detail}.",
        "Check the network of this machine, and whether a VPN or a firewall stands between.",
    ),
    "name-unknown": (
        "There is no host named {host}.",
        "Check the spelling, and that the name is known where this program runs.",
    ),
    "name-no-address": (
        "The name {host} is known but has no address.",
        "Give it an A or AAAA record, or use a name that has one.",
    ),
    "name-failed": (
        "The name {host} could not be looked up: {detail}.",
        "Check the network and the name server of this machine, then try again.",
    ),
    "metadata-refused": (
        "{host} is {address}, where clouds hand out a machine's credentials; nothing was sent.",
        "Enter the address of your own endpoint.",
    ),
    "connect-timeout": (
        "{address} did not take the connection within {connect_limit}.",
        "A firewall may swallow it: check host and port, and that this machine may reach them.",
    ),
    "timeout/look-up": (
        "The name {host} could not be looked up within {connect_limit}.",
        "Check the name server of this machine, or raise the connect time-out.",
    ),
    "timeout/connect": (
        "{address} did not take the connection within {limit}.",
        "A firewall may swallow it: check host and port, and that this machine may reach them.",
    ),
    "timeout/tls": (
        "{address} took the connection but did not finish the TLS handshake within {connect_limit}.",
        "Check that this port speaks TLS; if it does not, write http:// in the endpoint.",
    ),
    "timeout/send": (
        "The endpoint took the connection but not the whole request of {total} bytes within {limit}.",
        "Check that the endpoint reads what it is sent; it may be hanging.",
    ),
    "timeout/wait": (
        "The endpoint took the request but did not answer within {limit}.",
        "Let it answer first and work afterwards, or raise the time-out.",
    ),
    "timeout/read": (
        "The endpoint began to answer but was not done within {limit}; {received} bytes had come.",
        "Let it send its whole answer at once, or raise the time-out.",
    ),
    "timeout": (
        "It took longer than {limit}.",
        "Try again, or raise the time-out.",
    ),
    "reset/tls": (
        "The connection was reset in the TLS handshake.",
        "Check that this port speaks TLS, and that no firewall cuts in.",
    ),
    "reset/read": (
        "The endpoint reset the connection in the middle of its answer; {received} bytes had come.",
        "Look at the endpoint's own log: it most likely crashed while answering.",
    ),
    "reset": (
        "The endpoint reset the connection without an answer.",
        "Look at the endpoint's own log; if it expects TLS, write https:// in the endpoint.",
    ),
    "closed/tls": (
        "The connection was closed in the TLS handshake.",
        "Check that this port speaks TLS; if it does not, write http:// in the endpoint.",
    ),
    "closed/read": (
        "The endpoint closed the connection in the middle of its answer's headers.",
        "Look at the endpoint's own log: it most likely crashed while answering.",
    ),
    "closed": (
        "The endpoint closed the connection without an answer.",
        "Look at the endpoint's own log; if it expects TLS, write https:// in the endpoint.",
    ),
    "not-http": (
        "What answers at {address} does not speak HTTP: it said {detail}.",
        "Check the port: another service listens there.",
    ),
    "not-http/speaks": (
        "What answers at {address} speaks {speaks}, not HTTP: it said {detail}.",
        "Check the port: another service listens there.",
    ),
    "plain-tls": (
        "The endpoint expects TLS, but the request was sent without.",
        "Write https:// in the endpoint.",
    ),
    "tls-plain": (
        "The endpoint does not speak TLS on port {port}.",
        "Write http:// in the endpoint, or use the port where it speaks TLS.",
    ),
    "tls-too-old": (
        "The endpoint speaks only a TLS older than 1.2, which is not safe any more.",
        "Switch TLS 1.2 or 1.3 on at the endpoint.",
    ),
    "tls-name": (
        "The endpoint has no certificate for the name {host}.",
        "Set the name up at the endpoint, or use the name that it is set up for.",
    ),
    "tls-refused": (
        "The endpoint broke the TLS handshake off: {detail}.",
        "It may demand a client certificate or share no cipher with this program; its own log says which.",
    ),
    "tls-failed": (
        "The TLS handshake failed: {detail}.",
        "Check the endpoint's TLS set-up; its own log may say more.",
    ),
    "client-certificate/none": (
        "The endpoint demands a client certificate, and none was shown.",
        "Name the certificate's file and its key's in the test settings.",
    ),
    "client-certificate": (
        "The endpoint does not accept the client certificate: {detail}.",
        "Check that it is in date and from an authority that the endpoint trusts.",
    ),
    "certificate-expired": (
        "The endpoint's certificate has expired{until}.",
        "Renew it at the endpoint.",
    ),
    "certificate-not-yet-valid": (
        "The endpoint's certificate is not valid yet{since}.",
        "Check the clock of this machine; if that is right, wait or have the certificate issued anew.",
    ),
    "certificate-host": (
        "The endpoint's certificate is for {names}, not for {host}.",
        "Use a name that it is for, or have one issued for {host}.",
    ),
    "certificate-self-signed": (
        "The endpoint's certificate is signed by itself, so nobody vouches for it.",
        "Give its file as the extra CA file of the test settings, if you know it to be the right one.",
    ),
    "certificate-unknown-authority": (
        "The endpoint's certificate comes from an authority that is not trusted here{issuer}.",
        "Give that authority's certificate as the extra CA file of the test settings, or let the endpoint send the "
        "whole chain.",
    ),
    "certificate-invalid": (
        "The endpoint's certificate was refused: {detail}.",
        "Have a sound one issued for the endpoint.",
    ),
    "ca-file": (
        "The extra CA file {file} cannot be used: {detail}.",
        "Give the path of a PEM file of certificates.",
    ),
    "client-certificate-file": (
        "The client certificate cannot be used ({file}): {detail}.",
        "Give the paths of a PEM certificate and of its key.",
    ),
    "proxy-setting": (
        "The proxy cannot be used: {detail}.",
        "Write it as http://host:port, or none for a direct connection.",
    ),
    "proxy-refused": (
        "The proxy {proxy} would not connect to {endpoint}: {detail}.",
        "Check that it may reach the endpoint and wants no other credentials, or set the proxy to none.",
    ),
    "too-many-headers": (
        "The endpoint's answer has more than 100 KiB of headers.",
        "Look at what it sets: cookies that grow with every request, say.",
    ),
    "bad-header": (
        "The endpoint's answer has a line that HTTP does not allow in its headers: {detail}.",
        "Mend what writes the answer; real senders refuse it too.",
    ),
    "bad-status": (
        "The endpoint wants to change to another protocol, which nobody asked for: {detail}.",
        "Check the path of the endpoint: something else than callbacks is served there.",
    ),
    "bad-length": (
        "The endpoint's answer has a Content-Length that cannot be: {detail}.",
        "Let the server software count the length itself.",
    ),
    "bad-length/short": (
        "The endpoint said Content-Length {detail} but closed the connection after {got} bytes.",
        "Let the server software count the length itself; or it crashed while answering: see its log.",
    ),
    "bad-chunk": (
        "The endpoint's answer comes in chunks that are broken off or not well-formed.",
        "Look at the endpoint's own log, and at any proxy before it.",
    ),
    "cancelled": (
        "Cancelled after {elapsed}.",
        "",
    ),
    "unexpected": (
        "The callback could not be fired: {detail}.",
        "Try again; if it stays so, please report it.",
    ),
}

KINDS = frozenset({key.partition("/")[0] for key in WORDS} | {"accepted", "redirect", "http-error"})
"""Every kind that a delivery can have."""


def words(kind: str, variant: str, facts: Mapping[str, str]) -> tuple[str, str]:
    """The sentence and the advice for a kind; `variant` (a phase, mostly) picks the closer wording if there is one."""
    sentence, advice = WORDS.get(f"{kind}/{variant}") or WORDS.get(kind) or WORDS["unexpected"]
    return sentence.format_map(facts), advice.format_map(facts)
