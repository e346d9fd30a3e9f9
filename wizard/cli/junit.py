"""A test's outcome as JUnit XML, in the form that the schemas of Ant and of Jenkins both take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.callback.delivery import Delivery
    from wizard.profile.model import CallbackProfile

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(profile: CallbackProfile, results: Sequence[tuple[Delivery, str]], version: str) -> bytes:
    """One suite, named by the profile's title; a test case for each callback fired.

    A result is a delivery and the element that tells of its fault: `failure`, `error`, or "" where there is none.
    """
    deliveries = [delivery for delivery, _ in results]
    kinds = [kind for _, kind in results]
    name = _token(profile.title) or "callback profile"
    root = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(
        root,
        "testsuite",
        {
            "name": name,
            "package": "wizard",
            "id": "0",
            # The schema takes neither a zone nor a fraction; the time is UTC.
            "timestamp": deliveries[0].at[:19] if deliveries else "1970-01-01T00:00:00",
            "hostname": "localhost",
            "tests": str(len(deliveries)),
            "failures": str(kinds.count("failure")),
            "errors": str(kinds.count("error")),
            "time": _seconds(sum(delivery.elapsed_ms for delivery in deliveries)),
        },
    )
    properties = ElementTree.SubElement(suite, "properties")
    for label, value in (("wizard", version), ("profile_id", profile.id), ("endpoint", profile.endpoint)):
        ElementTree.SubElement(properties, "property", {"name": label, "value": _text(value)})
    for number, (delivery, kind) in enumerate(results, 1):
        title = f"{number} {delivery.delivery_status}".strip()
        attributes = {
            "name": _token(title),
            "classname": f"wizard.{name}",
            "time": _seconds(delivery.elapsed_ms),
        }
        case = ElementTree.SubElement(suite, "testcase", attributes)
        if kind:
            attributes = {"message": _text(delivery.sentence), "type": delivery.kind or kind}
            ElementTree.SubElement(case, kind, attributes).text = _text(
                f"{delivery.sentence} {delivery.advice}".strip()
            )
    ElementTree.SubElement(suite, "system-out")
    ElementTree.SubElement(suite, "system-err")
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.3f}"


def _text(text: str) -> str:
    """The text without what XML cannot hold even escaped."""
    return _NOT_XML.sub("\ufffd", text)


def _token(text: str) -> str:
    """The text as the schema's token: single spaces, none at the ends."""
    return " ".join(_text(text).split())
