from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wizard.profile import CallbackProfile, Encryption, Header
from wizard.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.store import Store


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data" / "profiles.db"


@pytest.fixture
def store(place: Path) -> Iterator[Store]:
    opened = open_store(place, environ={})
    yield opened
    opened.close()


@pytest.fixture
def profile() -> CallbackProfile:
    """One of everything, with a secret of each kind."""
    return CallbackProfile(
        title="email_callback_profile",
        events=("Email Send",),
        endpoint="https://hooks.example.com/email",
        body='{"message_id": "<message_id>", "status": "<delivery_status>"}',
        headers=(
            Header(name="X-Team", value="mail"),
            Header(name="api-key", value="planted-api-key-7261"),
            Header(name="X-Note", value="planted-marked-9184", secret=True),
        ),
        encryption=Encryption(key="planted-aes-key-0123456789abcdef", iv="planted-iv-01234"),
    )
