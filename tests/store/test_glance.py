"""A profile can be looked at with its secrets left shut, which needs neither key nor cipher."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from wizard.catalog import load_catalog
from wizard.profile import CallbackProfile, Encryption, Header, TestSettings, check
from wizard.store import UnknownProfile, open_store

if TYPE_CHECKING:
    from pathlib import Path

KEY, IV, TOKEN = "K1abcdefghijklmnopqrstuvwxyz012P", "POabcdefghijklLY", "t0k3n"


def profile(**changes: object) -> CallbackProfile:
    made = {
        "title": "glanced at",
        "events": ("Email Send",),
        "endpoint": "https://hooks.example.com/email",
        "body": '{"message_id": "<message_id>"}',
        "headers": (
            Header(name="api-key", value=TOKEN),
            Header(name="authorization", value="Bearer ${HOOK_TOKEN}"),
            Header(name="x-plain", value="to be read"),
        ),
        "encryption": Encryption(key=KEY, iv="${HOOK_IV}"),
        "test": TestSettings(proxy="http://user:pass@proxy:8080"),
    }
    return CallbackProfile(**(made | changes))  # type: ignore[arg-type]


def test_bullets_stand_for_secrets_and_references_can_be_read(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "p.db", environ={})) as store:
        kept = store.add(profile())
        seen, shut, _ = store.glance(kept.id)
        assert [header.value for header in seen.headers] == ["••••", "Bearer ${HOOK_TOKEN}", "to be read"]
        assert seen.encryption
        assert (seen.encryption.key, seen.encryption.iv) == ("•" * 12, "${HOOK_IV}")
        assert seen.test.proxy == "•" * 8
        assert set(shut) == {"headers.0.value", "encryption.key", "test.proxy"}
        assert store.get(kept.id) == kept


def test_nothing_is_wrong_with_a_sound_profile_but_where_bullets_stand(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "p.db", environ={})) as store:
        kept = store.add(profile(test=TestSettings()))
        seen, shut, _ = store.glance(kept.id)
        catalog = load_catalog()
        assert [p for p in check(seen, catalog) if p.path not in shut] == check(kept, catalog)


def test_a_secret_whose_key_is_lost_is_seen_to_be_missing(tmp_path: Path) -> None:
    place = tmp_path / "p.db"
    with closing(open_store(place, environ={})) as store:
        kept = store.add(profile())
    place.with_name("p.db.key").unlink()
    with closing(open_store(place, environ={})) as store:
        seen, shut, _ = store.glance(kept.id)
        assert (seen.headers[0].value, shut) == ("", ())


def test_it_loads_no_cipher_and_reads_no_key(tmp_path: Path) -> None:
    place = tmp_path / "p.db"
    with closing(open_store(place, environ={})) as store:
        kept = store.add(profile())
    script = (
        "import sys; from wizard.store import open_store; store = open_store(sys.argv[1], environ={});"
        "seen = store.glance(sys.argv[2]).profile.headers[0].value;"
        "print(seen, 'cryptography' in sys.modules, 'hmac' in sys.modules)"
    )
    argv = [sys.executable, "-X", "utf8", "-c", script, str(place), kept.id]
    done = subprocess.run(argv, capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.split() == ["••••", "False", "False"]


def test_a_profile_that_is_gone_is_told(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "p.db", environ={})) as store, pytest.raises(UnknownProfile):
        store.glance("IN_nobody")
