"""What was chosen: a callback profile, the rules that make one valid, its body, its files. Pure, no I/O.

The names are loaded when first used, so that a door pays only for what it opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.lazily import lazily

if TYPE_CHECKING:
    from wizard.profile.body import (
        BodyError,
        Placeholder,
        check_body,
        clipboard_text,
        fields,
        format_body,
        insert,
        merge,
        placeholders,
        remove,
        selected,
        set_variables,
        substitute,
    )
    from wizard.profile.by_hand import HandText, from_hand, hand_text
    from wizard.profile.endpoint import check_endpoint, endpoint_place, is_metadata
    from wizard.profile.file_edit import set_variables_in_file, with_body
    from wizard.profile.files import (
        ProfileFileError,
        check_file,
        needed_names,
        read_profiles,
        to_document,
        write_profiles,
    )
    from wizard.profile.headers import basic_authorization, check_headers, is_secret
    from wizard.profile.identity import REGIONS, is_id, new_id
    from wizard.profile.keys import IV_BYTES, KEY_BYTES, count_hint, generate_iv, generate_key, key_bytes
    from wizard.profile.masking import mask, masked, secret_fields, secret_values, with_secrets
    from wizard.profile.model import (
        ALGORITHMS,
        BODY_FORMATS,
        ENCODINGS,
        METHODS,
        TAG_PLACES,
        CallbackProfile,
        Encryption,
        Header,
        TestSettings,
    )
    from wizard.profile.problem import Problem
    from wizard.profile.references import MissingReference, names_in, resolve
    from wizard.profile.rules import check, check_change, complete, defaults
    from wizard.profile.schema import profile_schema

_HOMES = {
    "body": (
        "BodyError Placeholder check_body clipboard_text fields format_body insert merge placeholders remove selected "
        "set_variables substitute"
    ),
    "by_hand": "HandText from_hand hand_text",
    "endpoint": "check_endpoint endpoint_place is_metadata",
    "file_edit": "set_variables_in_file with_body",
    "files": "ProfileFileError check_file needed_names read_profiles to_document write_profiles",
    "headers": "basic_authorization check_headers is_secret",
    "identity": "REGIONS is_id new_id",
    "keys": "IV_BYTES KEY_BYTES count_hint generate_iv generate_key key_bytes",
    "masking": "mask masked secret_fields secret_values with_secrets",
    "model": "ALGORITHMS BODY_FORMATS ENCODINGS METHODS TAG_PLACES CallbackProfile Encryption Header TestSettings",
    "problem": "Problem",
    "references": "MissingReference names_in resolve",
    "rules": "check check_change complete defaults",
    "schema": "profile_schema",
}

__all__ = [
    "ALGORITHMS",
    "BODY_FORMATS",
    "ENCODINGS",
    "IV_BYTES",
    "KEY_BYTES",
    "METHODS",
    "REGIONS",
    "TAG_PLACES",
    "BodyError",
    "CallbackProfile",
    "Encryption",
    "HandText",
    "Header",
    "MissingReference",
    "Placeholder",
    "Problem",
    "ProfileFileError",
    "TestSettings",
    "basic_authorization",
    "check",
    "check_body",
    "check_change",
    "check_endpoint",
    "check_file",
    "check_headers",
    "clipboard_text",
    "complete",
    "count_hint",
    "defaults",
    "endpoint_place",
    "fields",
    "format_body",
    "from_hand",
    "generate_iv",
    "generate_key",
    "hand_text",
    "insert",
    "is_id",
    "is_metadata",
    "is_secret",
    "key_bytes",
    "mask",
    "masked",
    "merge",
    "names_in",
    "needed_names",
    "new_id",
    "placeholders",
    "profile_schema",
    "read_profiles",
    "remove",
    "resolve",
    "secret_fields",
    "secret_values",
    "selected",
    "set_variables",
    "set_variables_in_file",
    "substitute",
    "to_document",
    "with_body",
    "with_secrets",
    "write_profiles",
]

__getattr__ = lazily(__name__, _HOMES)
