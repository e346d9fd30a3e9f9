"""What a channel's data file may say."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["message-id", "status", "time", "sender", "recipient", "error", "text"]
"""What a variable's value is, which decides how a fresh one is made and how a received one is checked.

message-id  a UUID v4, a colon, a number from 0
status      one of the channel's delivery statuses
time        ISO 8601 in UTC with milliseconds and Z
sender      an e-mail address the message came from
recipient   an e-mail address it went to
error       filled by statuses that have an error, otherwise empty
text        anything; the example serves as its value
"""


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shape shared by all catalog records: immutable, every key known."""


class Method(Record, frozen=True):
    """An HTTP method the channel shows; one that cannot be chosen says why."""

    name: str
    enabled: bool = True
    reason: str = ""


class DynamicVariable(Record, frozen=True):
    """A value Kaleyra fills in: `<name>` in a request body is its placeholder."""

    name: str
    description: str
    example: str
    kind: Kind = "text"

    @property
    def placeholder(self) -> str:
        """`<name>`, as it stands in a request body."""
        return f"<{self.name}>"


class DeliveryStatus(Record, frozen=True):
    """A delivery status, and the values of other variables that go with it (an error's code, say)."""

    name: str
    description: str
    values: dict[str, str] = {}

    @property
    def has_error(self) -> bool:
        """Whether the status fills the error variables."""
        return bool(self.values)


class FieldHelp(Record, frozen=True):
    """A field of the form: its label, what it is for, an example."""

    label: str
    help: str
    example: str = ""


class RequiredOptions(Record, frozen=True):
    """The *Enable Callback Required Options* toggle."""

    applicable: bool = True
    reason: str = ""


class Channel(Record, frozen=True):
    """One channel: all that its form offers. `id` is the word before ` - ` in the label, lower case."""

    id: str
    label: str
    events: tuple[str, ...]
    methods: tuple[Method, ...]
    variables: tuple[DynamicVariable, ...]
    statuses: tuple[DeliveryStatus, ...]
    status_variable: str = ""
    editable: tuple[str, ...] = ()
    """Fields that may still be changed after Save; empty means all."""
    required_options: RequiredOptions = RequiredOptions()
    fields: dict[str, FieldHelp] = {}
    """Field help that differs from the common one."""

    @property
    def variable_names(self) -> tuple[str, ...]:
        """The names of the dynamic variables, in the list's order."""
        return tuple(variable.name for variable in self.variables)

    def variable(self, name: str) -> DynamicVariable | None:
        """The dynamic variable of that name, if the channel has one."""
        return next((variable for variable in self.variables if variable.name == name), None)

    def status(self, name: str) -> DeliveryStatus | None:
        """The delivery status of that name, letter case aside, if the channel has one."""
        folded = name.casefold()
        return next((status for status in self.statuses if status.name.casefold() == folded), None)


class Catalog(Record, frozen=True):
    """Every channel, by id, and the help of the fields all channels share."""

    channels: dict[str, Channel]
    fields: dict[str, FieldHelp]

    def channel(self, channel_id: str) -> Channel | None:
        """The channel of that id, if there is one."""
        return self.channels.get(channel_id)

    def field(self, channel_id: str, name: str) -> FieldHelp:
        """Help for a field as this channel words it. KeyError for a field nobody describes."""
        channel = self.channels.get(channel_id)
        if channel and name in channel.fields:
            return channel.fields[name]
        return self.fields[name]
