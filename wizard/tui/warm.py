"""Loads in a thread, while a person reads, what the next key is likely to need."""

from __future__ import annotations

import gc


def for_reading() -> None:
    """Once the list stands: what its pane needs. httpx and the ciphers wait: a list left open should stay small."""
    import wizard.catalog
    import wizard.profile.rules

    wizard.catalog.load_catalog()


def end_start() -> None:
    """Look for rubbish again, where that was switched off for the start.

    What stands by now is in use to the end: later looks, on some key's time, pass over it.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def for_firing() -> None:
    """Once a form or a test is open: what makes a request and fires it."""
    import cryptography.hazmat.primitives.ciphers.aead
    import httpx

    import wizard.callback

    del cryptography, httpx, wizard
