"""The change of settings that opens what stays shut: found, made, and written as lines of a profile file."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from wizard.receiver.doctor.readings import core_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wizard.profile.model import CallbackProfile
    from wizard.receiver.doctor.report import ValueReport

Settings = dict[str, Any]
SECRET = ("key", "iv")


def proposed(reports: Sequence[ValueReport]) -> Settings:
    """The change that opens most of the values: one sender, one mistake. Empty where none is known."""
    changes = [json.dumps(report.settings, sort_keys=True) for report in reports if report.settings]
    if not changes:
        return {}
    settings: Settings = json.loads(Counter(changes).most_common(1)[0][0])
    return settings


def changed(profile: CallbackProfile, settings: Mapping[str, Any]) -> CallbackProfile:
    """The profile with the change made. `encryption` None takes its encryption away."""
    from wizard.receiver.doctor.report import apply

    encryption = profile.encryption
    if encryption is None or not settings:
        return profile
    if "encryption" in settings:
        return msgspec.structs.replace(profile, encryption=None)
    return msgspec.structs.replace(profile, encryption=apply(encryption, dict(settings)))


def as_lines(settings: Mapping[str, Any], *, reveal: bool) -> list[str]:
    """The change as lines of the `[encryption]` table of a profile file; without `reveal`, key and IV masked."""
    if "encryption" in settings:
        return ["# leave the table [encryption] out"]
    shown = {
        name: _masked(value) if name in SECRET and not reveal else value for name, value in settings.items()
    }
    # TOML writes a text, or a list of them, as JSON does; DEL alone it wants escaped.
    return [
        f"{name} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
        for name, value in shown.items()
    ]


def _masked(secret: str) -> str:
    """Its `hex:` or `base64:` stays in sight: that may be all of the change."""
    from wizard.profile.masking import mask

    prefix, core = core_of(secret)
    return prefix + mask(core)
