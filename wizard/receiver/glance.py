"""The quick look at a callback: is everything as it should be? Most callbacks are, and pay for no more than this.

It says yes only where the full checks would find nothing; on any doubt it says no, and they are made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.receiver.body import WireBody, plain_json
from wizard.receiver.wellformed import error_rules, well_formed

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.receiver.checks import Examiner, Message

ANCHORS = ("message-id", "time")
"""Kinds whose form random bytes never have: one in order shows that the key of a mode without a tag is right."""


class Glance:
    """The quick look for one profile. `fits` is False where its body is too intricate for one."""

    def __init__(self, examiner: Examiner) -> None:
        opener, channel = examiner.opener, examiner.channel
        template = opener.template
        self.fits = bool(
            template
            and channel
            and not examiner.warnings
            and not template.embedded
            and all(len(leaf.path) == 1 and not leaf.around for leaf in template.leaves)
            and len(template.nested) == 1
        )
        self._examiner = examiner
        self._method = examiner.profile.method
        self._media = examiner.media.encode()
        self._rows = {name.lower().encode(): value.encode() for name, value, _ in examiner.rows}
        self.fits &= len(self._rows) == len(examiner.rows) and b"content-type" not in self._rows
        if not self.fits or template is None or channel is None:
            return
        encrypted = opener.encrypted if opener.doctor else frozenset[str]()
        self._keys = template.keys
        self._open = opener.doctor.opener() if opener.doctor else str
        self._literals = {str(leaf.path[0]): leaf.literal for leaf in template.leaves if not leaf.names}
        self._variables: list[tuple[str, str, bool, Callable[[str], object]]] = []
        for leaf in template.leaves:
            for name in leaf.names:
                sealed = name in encrypted
                self._variables.append((str(leaf.path[0]), name, sealed, well_formed(channel, name)))
        kinds = {variable.name: variable.kind for variable in channel.variables}
        proven = opener.doctor is None or opener.doctor.is_proven
        self._anchors = () if proven else tuple(name for name in encrypted if kinds.get(name) in ANCHORS)
        self.fits &= proven or bool(self._anchors)
        self._status = channel.status_variable
        self._errors = error_rules(channel)

    def look(self, message: Message, wire: WireBody | None = None) -> dict[str, str] | None:
        """The variables and their plain values if all is well; None on any doubt."""
        if message.method != self._method:
            return None
        missing = len(self._rows)
        media = coding = b""
        for name, value in message.raw_headers:
            lower = name.lower()
            if lower == b"content-type":
                media = value
            elif lower == b"content-encoding":
                coding = value
            elif lower in self._rows:
                if value != self._rows[lower]:
                    return None
                missing -= 1
        if missing or coding or (self._media and media.partition(b";")[0] != self._media):
            return None
        fields = self._fields(message, wire)
        if fields is None or fields.keys() != self._keys:
            return None
        for key, literal in self._literals.items():
            if fields[key] != literal or type(fields[key]) is not type(literal):
                return None
        return self._values(fields)

    def _fields(self, message: Message, wire: WireBody | None) -> dict[str, Any] | None:
        if wire is None:
            if self._media == b"application/json" and (fields := plain_json(message.body)) is not None:
                return fields
            wire = self._examiner.read(message)
        return None if wire.doubled else wire.fields

    def _values(self, fields: dict[str, Any]) -> dict[str, str] | None:
        values: dict[str, str] = {}
        unseal = self._open
        for key, name, sealed, check in self._variables:
            text = fields[key]
            if type(text) is not str:
                return None
            if sealed:
                text = unseal(text)
                if text is None:
                    return None
            if not check(text):
                return None
            values[name] = text
        if self._anchors and not any(values.get(name) for name in self._anchors):
            return None
        status = values.get(self._status)
        if status is not None:
            filled, empty = self._errors[status.casefold()]
            for name in filled:
                if values.get(name) == "":
                    return None
            for name in empty:
                if values.get(name):
                    return None
        return values
