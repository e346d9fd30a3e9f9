"""No test touches what the person who runs it keeps: store, settings, log, reports."""

from __future__ import annotations

import gc
import signal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


# A shell that runs the tests behind itself has ctrl+c ignored, which every program they start would inherit.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Hundreds of programs are opened in each process of the suite: looking for their rubbish at Python's own pace takes an
# eighth of its time.
gc.set_threshold(100_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("data", "config", "state"):
            patch.setenv(f"XDG_{kind.upper()}_HOME", str(tmp_path_factory.mktemp(kind)))
        for name in ("WIZARD_STORE", "WIZARD_STORE_KEY", "WIZARD_SETTINGS"):
            patch.delenv(name, raising=False)
        yield
