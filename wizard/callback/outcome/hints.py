"""What an HTTP status says about the endpoint, in words: accepted or not, and what to try."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.callback.text import safe_line

if TYPE_CHECKING:
    from wizard.callback.delivery import Response
    from wizard.callback.request import CallbackRequest


class Verdict(NamedTuple):
    """What an answer means."""

    kind: str
    sentence: str
    advice: str = ""


def verdict(request: CallbackRequest, response: Response) -> Verdict:
    """What a whole answer means: 2xx is accepted, everything else is not (Standard Webhooks holds it so too)."""
    status = response.status
    line = status_line(response)
    if 200 <= status < 300:
        return Verdict("accepted", f"Accepted: {line}.")
    if 300 <= status < 400 and (location := response.header("location")):
        return _redirect(request, line, location)
    sentence, advice = _words(request, response, line)
    return Verdict("http-error", sentence, advice)


def status_line(response: Response) -> str:
    """`404 Not Found`; the standard phrase where the endpoint gives none."""
    reason = safe_line(response.reason).strip()
    if not reason:
        from http import HTTPStatus

        reason = next((known.phrase for known in HTTPStatus if known == response.status), "")
    return f"{response.status} {reason[:60]}".strip()


def _redirect(request: CallbackRequest, line: str, location: str) -> Verdict:
    shown = safe_line(location)
    shown = shown if len(shown) <= 200 else shown[:199] + "…"
    advice = "Senders of callbacks count a redirect as a failure: enter the address where it points to."
    if location == f"https://{request.netloc}{request.target}" and request.scheme == "http":
        advice = "It only wants https://: write that in the endpoint."
    elif location.partition("?")[0].endswith(request.target.partition("?")[0] + "/"):
        advice = "It only wants a slash at the end: add it in the endpoint."
    elif "login" in location.lower() or "signin" in location.lower():
        advice = "It looks like a log-in page: the endpoint must take callbacks without one."
    return Verdict("redirect", f"Not accepted: {line}, which points to {shown} and was not followed.", advice)


def _words(request: CallbackRequest, response: Response, line: str) -> tuple[str, str]:
    status = response.status
    called = f"{request.method} {request.url}"
    told = f"Not accepted: {line}."
    if status in (401, 403):
        return _credentials(request, response, line)
    if status == 404:
        return (
            f"Not accepted: {line} for {called}.",
            "Check the path of the endpoint, and that it is deployed.",
        )
    if status == 405:
        allowed = safe_line(response.header("allow"))[:100]
        more = f" It allows {allowed}." if allowed else ""
        return (
            f"Not accepted: {line} for {called}.{more}",
            f"Let the endpoint take {request.method}, or choose a method that it takes.",
        )
    if status == 413:
        return (
            told,
            f"The body has {len(request.body)} bytes: let the endpoint take that many, or select fewer variables.",
        )
    if status == 415:
        sent = next((value for name, value in request.headers if name.lower() == "content-type"), "none")
        kind = sent.partition(";")[0]
        return (
            f"Not accepted: {line}; the body was sent as {kind}.",
            "Choose the body format that the endpoint reads.",
        )
    if status in (400, 422):
        if _wants_tls(response):
            return f"Not accepted: {line}. The endpoint expects TLS.", "Write https:// in the endpoint."
        return (
            told,
            "The endpoint does not like what it read: see its answer, compare names and body format.",
        )
    if status == 429:
        return f"Not accepted: {line}.{_retry_after(response)}", "Wait, or fire fewer at a time."
    if status == 407:
        return (
            told,
            "The proxy wants credentials: write them in the proxy's URL, as http://${USER}:${PASSWORD}@host:port.",
        )
    if status in (502, 504):
        return (
            told,
            "A gateway answered in the endpoint's place and could not reach it: start what stands behind it.",
        )
    if status == 503:
        return (
            f"Not accepted: {line}.{_retry_after(response)}",
            "The endpoint is not ready or overloaded.",
        )
    if status >= 500:
        return told, "The endpoint failed while it worked on the callback: its own log says why."
    if 300 <= status < 400:
        return told, "The endpoint redirects, but does not say where to."
    if status < 200:
        return told, "Callbacks need a final answer with a status from 200 to 299."
    return told, "The endpoint's answer may say why; only a status from 200 to 299 counts."


def _credentials(request: CallbackRequest, response: Response, line: str) -> tuple[str, str]:
    wanted = safe_line(response.header("www-authenticate"))[:100]
    asked = f" It asks for {wanted}." if wanted else ""
    if not request.credentials:
        return (
            f"Not accepted: {line}. No credentials were sent.{asked}",
            "Add the header that the endpoint expects, or use Basic authentication.",
        )
    names = ", ".join(dict.fromkeys(request.credentials))
    if response.status == 401:
        return (
            f"Not accepted: {line}. Credentials were sent in {names}.{asked}",
            "Compare them with what the endpoint expects.",
        )
    return (
        f"Not accepted: {line}. Credentials were sent in {names}.{asked}",
        "They may be wrong or lack a right; or the endpoint lets in only certain addresses.",
    )


def _retry_after(response: Response) -> str:
    wait = safe_line(response.header("retry-after")).strip()[:60]
    if not wait:
        return ""
    return f" It asks to wait {wait} seconds." if wait.isdigit() else f" It asks to wait until {wait}."


def _wants_tls(response: Response) -> bool:
    """What nginx, Apache and Go answer on a TLS port to a request without TLS."""
    said = response.body[:2000].lower()
    return any(phrase in said for phrase in (b"to https port", b"https server", b"ssl-enabled server port"))
