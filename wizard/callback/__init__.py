"""A profile and values become a request, a request is fired, and what came of it is a delivery.

The names are loaded when first used: who reads a delivery needs nothing of what fires one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.lazily import lazily

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

__getattr__ = lazily(__name__, _HOMES)
