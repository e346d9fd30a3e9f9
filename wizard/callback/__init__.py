"""A profile and values become a request, a request is fired, and what came of it is a delivery.

The names are loaded when first used: who reads a delivery needs nothing of what fires one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.callback.cipher import Cipher, CipherError
    from wizard.callback.delivery import Delivery
    from wizard.callback.preview import Preview, prepare, preview_request
    from wizard.callback.request import CallbackRequest, RequestError, RequestMaker, build_request
    from wizard.callback.values import ValuesError, fresh_values, merge, read_choices

_HOMES = {
    "cipher": "Cipher CipherError",
    "delivery": "Delivery",
    "preview": "Preview prepare preview_request",
    "request": "CallbackRequest RequestError RequestMaker build_request",
    "values": "ValuesError fresh_values merge read_choices",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "CallbackRequest",
    "Cipher",
    "CipherError",
    "Delivery",
    "Preview",
    "RequestError",
    "RequestMaker",
    "ValuesError",
    "build_request",
    "fresh_values",
    "merge",
    "prepare",
    "preview_request",
    "read_choices",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
