"""The JSON Schema of a profile file, made from the types that read it, for editors to complete and check by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from wizard.profile.identity import ID, MOMENT
from wizard.profile.model import ALGORITHMS, BODY_FORMATS, ENCODINGS, METHODS, TAG_PLACES, CallbackProfile
from wizard.profile.rules import SHORTEST_TITLE
from wizard.profile.settings import LONGEST_TIMEOUT, MOST_KEPT
from wizard.profile.shape import REQUIRED

if TYPE_CHECKING:
    from wizard.catalog import Catalog

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TIME = {"exclusiveMinimum": 0, "maximum": LONGEST_TIMEOUT}

_RULES: dict[str, dict[str, dict[str, Any]]] = {
    "CallbackProfile": {
        "id": {"pattern": f"^({ID.pattern})?$"},
        "title": {"minLength": SHORTEST_TITLE},
        "method": {"enum": list(METHODS)},
        "endpoint": {"pattern": "^[hH][tT][tT][pP][sS]?://."},
        "body_format": {"enum": list(BODY_FORMATS)},
        "created_at": {"pattern": f"^({MOMENT.pattern})?$"},
        "modified_at": {"pattern": f"^({MOMENT.pattern})?$"},
    },
    "Encryption": {
        "algorithm": {"enum": list(ALGORITHMS)},
        "key": {"minLength": 1},
        "iv": {"minLength": 1},
        "encoding": {"enum": list(ENCODINGS)},
        "tag": {"enum": list(TAG_PLACES)},
    },
    "Header": {"name": {"minLength": 1}},
    "TestSettings": {
        "connect_timeout": _TIME,
        "timeout": _TIME,
        "response_limit": {"minimum": 0, "maximum": MOST_KEPT},
    },
}
"""What the types do not say: choices and bounds, by type and key."""


def profile_schema(catalog: Catalog | None = None) -> dict[str, Any]:
    """The schema (draft 2020-12) of a file with one profile, a list of them, or `profiles` and such a list.

    What it allows, `read_profiles` takes; `check` has rules that no schema can say. With a catalog the channels are
    listed and each key carries its help.
    """
    _, definitions = msgspec.json.schema_components([CallbackProfile], ref_template="#/$defs/{name}")
    for name, rules in _RULES.items():
        for key, rule in rules.items():
            definitions[name]["properties"][key].update(rule)
    profile = definitions["CallbackProfile"]
    profile["title"] = "Callback profile"
    profile["description"] = "A callback profile: what is sent to which endpoint, and how."
    profile["required"] = list(REQUIRED)
    definitions["Encryption"]["required"] = ["key", "iv"]
    body = profile["properties"]["body"]
    body["type"] = ["string", "object"]
    for key in (*REQUIRED, "id", "created_at", "modified_at"):
        profile["properties"][key].pop("default")
    if catalog:
        _add_help(definitions, catalog)
    one = {"$ref": "#/$defs/CallbackProfile"}
    many = {"type": "array", "items": one}
    wrapper = {
        "type": "object",
        "properties": {"profiles": many},
        "required": ["profiles"],
        "additionalProperties": False,
    }
    schema = {
        "$schema": DIALECT,
        "title": "Callback profile file",
        "anyOf": [one, many, wrapper],
        "$defs": definitions,
    }
    # Defaults of the types are tuples; a schema has lists.
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(schema))
    return plain


def _add_help(definitions: dict[str, Any], catalog: Catalog) -> None:
    channel = definitions["CallbackProfile"]["properties"]["channel"]
    channel["enum"] = list(catalog.channels)
    for name in ("CallbackProfile", "Encryption"):
        for key, schema in definitions[name]["properties"].items():
            if help_ := catalog.fields.get(key):
                schema["description"] = help_.help
                if "enum" not in schema and schema.get("type") == "string":
                    schema["examples"] = [help_.example]
