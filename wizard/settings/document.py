"""What a settings file may hold: the types it is checked by, and its JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from wizard.profile.identity import REGIONS
from wizard.profile.model import Record, TestSettings
from wizard.settings.model import FLAVOURS, REGION, STANDARD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.settings.vocabulary import Vocabulary


class SettingsDocument(Record, frozen=True):
    """The file's keys. `keys` is a table of places, each a table of actions with a key or a list of keys."""

    theme: str = ""
    flavour: str = STANDARD
    region: str = REGION
    store: str = ""
    keys: dict[str, Any] = {}
    test: TestSettings = TestSettings()


_ABOUT = {
    "theme": "Colours of the screens. WIZARD_THEME comes before it.",
    "flavour": "Keys of the screens: standard, or vim, which adds hjkl, ctrl+d and ctrl+u.",
    "region": "What the IDs of new profiles begin with. WIZARD_REGION comes before it.",
    "store": "Where the profiles are kept: a file (an absolute path, or one from ~), or a postgresql:// URL. "
    "--store and WIZARD_STORE come before it.",
    "keys": "Own keys of the screens: a table of places, each with its actions and their key, or list of keys.",
    "test": "The test settings that new profiles begin with; the keys are those of a profile's test table.",
}


def settings_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a settings file, with every theme and action by name."""
    from wizard.profile.schema import DIALECT, profile_schema

    key = {"type": "string", "minLength": 1}
    keys = {"anyOf": [key, {"type": "array", "items": key, "minItems": 1}]}
    places: dict[str, dict[str, Any]] = {}
    for name, action in vocabulary.actions.items():
        place, _, tail = name.partition(".")
        places.setdefault(place, {})[tail] = {
            "description": f"{action.title}. By itself: {', '.join(action.keys)}",
            **keys,
        }
    properties: dict[str, dict[str, Any]] = {
        "theme": {"type": "string", "enum": list(vocabulary.themes)},
        "flavour": {"type": "string", "enum": list(FLAVOURS), "default": STANDARD},
        "region": {"type": "string", "enum": list(REGIONS), "default": REGION},
        "store": {"type": "string", "minLength": 1},
        "keys": _table({place: _table(actions) for place, actions in places.items()}),
        "test": profile_schema()["$defs"]["TestSettings"],
    }
    for name, about in _ABOUT.items():
        properties[name]["description"] = about
    return {
        "$schema": DIALECT,
        "title": "Settings of Callback Profile Wizard",
        **_table(properties),
    }


def _table(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def test_settings(table: Mapping[str, Any]) -> TestSettings:
    """The settings of a `test` table; the program's own where it cannot be read. `check` tells of what is wrong."""
    try:
        return msgspec.convert(table, TestSettings)
    except msgspec.ValidationError:
        return TestSettings()


def test_changes(settings: TestSettings) -> dict[tuple[str, ...], object]:
    """What to change of the file's `test` table: every key, None for each that is as the program has it."""
    own = TestSettings()
    return {
        ("test", name): None if getattr(settings, name) == getattr(own, name) else getattr(settings, name)
        for name in TestSettings.__struct_fields__
    }
