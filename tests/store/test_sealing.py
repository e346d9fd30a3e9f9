"""Secrets are found nowhere in the store's files, open only where they belong, and survive a change of key."""

from __future__ import annotations

import base64
import os
import sqlite3
import sys
import types
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from wizard.callback.delivery import Delivery, Response, SentRequest
from wizard.profile import CallbackProfile, Encryption, Header
from wizard.profile import TestSettings as Settings
from wizard.store import Draft, ProfileQuery, StoreError, WrongKey, open_store, sealing_key
from wizard.store.sealing import Sealer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.store import Store

KEY = "00112233445566778899aabbccddeeff" * 2
OTHER = base64.b64encode(bytes(range(32))).decode()
SECRETS = (
    "planted-api-key-7261",
    "planted-marked-9184",
    "planted-aes-key-0123456789abcdef",
    "planted-iv-01234",
)


def spellings(secret: str) -> Iterator[bytes]:
    raw = secret.encode()
    for each in (raw, raw[::-1], secret.encode("utf-16-le")):
        yield each
        yield each.hex().encode()
        yield each.hex().upper().encode()
    for skip in range(3):  # in base64 a text looks different at each of three offsets
        whole = base64.b64encode(b"\0" * skip + raw)
        yield whole[4 if skip else 0 : -4]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def fired(profile_id: str, number: int = 0) -> Delivery:
    """A firing at an endpoint that sends back what it got, secrets and all."""
    echo = (
        "api-key: planted-api-key-7261 planted-marked-9184 planted-aes-key-0123456789abcdef planted-iv-01234"
    )
    return Delivery(
        id=f"delivery-{number}",
        at="2026-03-01T10:00:00.000Z",
        profile_id=profile_id,
        request=SentRequest(method="POST", url="https://hooks.example.com/email", target="/email"),
        response=Response(status=401, reason="planted-api-key-7261", body=echo.encode()),
        kind="refused",
        sentence="the endpoint answered 401 planted-api-key-7261",
    )


def test_no_secret_stands_in_any_file_of_the_store(
    store: Store, place: Path, profile: CallbackProfile
) -> None:
    profile = replace(profile, test=Settings(proxy="http://me:planted-proxy-5527@proxy:1"))
    kept = store.add(profile)
    store.keep_draft(
        Draft(id="draft_1", profile=replace(profile, body="planted-in-a-draft-3310", title=SECRETS[0]))
    )
    store.record(fired(kept.id))
    changed = store.change(replace(kept, body="{}"), seen=kept.modified_at)
    store.delete(store.add(profile).id)
    store.backup(place.parent / "backup.db")
    for _ in range(2):  # with the log beside it, and folded in
        for name, content in files(place.parent).items():
            for secret in (*SECRETS, "planted-proxy-5527", "planted-in-a-draft-3310"):
                for spelling in spellings(secret):
                    assert spelling not in content, f"{secret} in {name}"
        store.close()
    with closing(open_store(place, environ={})) as again:
        assert again.get(kept.id) == changed
        assert again.delivery("delivery-0").response == fired(kept.id).response
        assert again.deliveries(kept.id)[0].sentence.endswith("planted-api-key-7261")


def test_what_is_deleted_for_good_leaves_no_trace(
    store: Store, place: Path, profile: CallbackProfile
) -> None:
    kept = store.add(replace(profile, title="a title to forget", body='{"forget": "this body"}'))
    store.add(profile)
    store.delete(kept.id, for_good=True)
    store.close()
    for content in files(place.parent).values():
        assert b"to forget" not in content
        assert b"this body" not in content


def test_the_same_secret_is_never_sealed_alike(store: Store, place: Path, profile: CallbackProfile) -> None:
    for _ in range(50):
        store.add(profile)
    sealed = [value for content in documents(place).values() for value in content["sealed"].values()]
    assert len(sealed) == len(set(sealed)) == 200
    assert len({base64.b64decode(value)[9:21] for value in sealed}) == 200  # the nonces


def documents(place: Path) -> dict[int, dict[str, dict[str, str]]]:
    import json

    with closing(sqlite3.connect(place)) as connection:
        return {
            number: json.loads(content) for number, content in connection.execute("SELECT * FROM document")
        }


def test_a_sealed_value_that_was_moved_does_not_open(
    store: Store, place: Path, profile: CallbackProfile
) -> None:
    import json

    mine, theirs = store.add(profile), store.add(profile)
    (first, mine_kept), (_, theirs_kept) = documents(place).items()
    for source, sealed in (
        ("another profile", theirs_kept["sealed"]),
        ("another field", mine_kept["sealed"] | {"encryption.key": mine_kept["sealed"]["encryption.iv"]}),
        ("another row", mine_kept["sealed"] | {"headers.2.value": mine_kept["sealed"]["headers.1.value"]}),
    ):
        with closing(sqlite3.connect(place)) as connection:
            forged = json.dumps(mine_kept | {"sealed": sealed}).encode()
            connection.execute("UPDATE document SET content = ? WHERE number = ?", (forged, first))
            connection.commit()
        opened = store.open(mine.id)
        assert opened.unreadable, source
        assert not set(opened.unreadable) & {
            path for path, value in mine_kept["sealed"].items() if sealed[path] == value
        }
    assert store.get(theirs.id) == theirs


def test_a_changed_sealed_value_does_not_open() -> None:
    sealer = Sealer([bytes(32)])
    sealed = sealer.seal(b"secret", "IN_1", "encryption.key")
    assert sealer.open(sealed, "IN_1", "encryption.key") == b"secret"
    for at in range(len(sealed)):
        broken = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(WrongKey):
            sealer.open(broken, "IN_1", "encryption.key")
    for short in (b"", sealed[:1], sealed[:9], sealed[:21], sealed[:-1]):
        with pytest.raises(WrongKey):
            sealer.open(short, "IN_1", "encryption.key")


# -- where the key is


def test_the_key_comes_from_the_environment_and_then_no_file_is_made(
    place: Path, profile: CallbackProfile
) -> None:
    for text in (KEY, OTHER, OTHER.rstrip("="), "correct horse battery staple"):
        path = place.with_name(f"{abs(hash(text))}.db")
        with closing(open_store(path, environ={"WIZARD_STORE_KEY": text})) as store:
            kept = store.add(profile)
            assert store.sealing()[:1] == ("environment",)
        assert not Path(f"{path}.key").exists()
        with closing(open_store(path, environ={"WIZARD_STORE_KEY": f" {text} "})) as store:
            assert store.get(kept.id) == kept
        assert text.encode() not in b"".join(files(path.parent).values())


def test_hex_and_base64_of_32_bytes_are_the_key_itself_all_else_is_a_passphrase() -> None:
    salt = b"0123456789abcdef"
    assert sealing_key.from_text(KEY, salt) == bytes.fromhex(KEY)
    assert sealing_key.from_text(OTHER, salt) == bytes(range(32))
    assert sealing_key.from_text(base64.urlsafe_b64encode(b"\xff" * 32).decode(), salt) == b"\xff" * 32
    passphrase = sealing_key.from_text("abcd", salt)
    assert len(passphrase) == 32
    assert passphrase != sealing_key.from_text("abcd", b"another salt 123")


def test_a_lost_key_file_loses_the_secrets_only_and_they_can_be_typed_anew(
    store: Store, place: Path, profile: CallbackProfile
) -> None:
    kept, left = store.add(profile), store.add(profile)
    store.keep_draft(Draft(id="d", profile=profile))
    store.close()
    key_file = Path(f"{place}.key")
    saved = key_file.read_bytes()
    key_file.unlink()
    with closing(open_store(place, environ={})) as again:
        opened = again.open(kept.id)
        assert opened.unreadable == ("headers.1.value", "headers.2.value", "encryption.key", "encryption.iv")
        assert opened.profile.encryption == Encryption()
        assert [header.value for header in opened.profile.headers] == ["mail", "", ""]
        assert opened.profile.body == kept.body
        assert again.drafts() == []
        assert any("the key is lost" in finding.told for finding in again.health())
        assert any("secrets of 2 of 2 profiles do not open" in finding.told for finding in again.check())
        typed = replace(opened.profile, encryption=Encryption(key="new-key", iv="new-iv"))
        again.change(typed, seen=typed.modified_at)
        assert again.open(kept.id) == (again.get(kept.id), ("headers.1.value", "headers.2.value"))
        assert again.get(kept.id).encryption == typed.encryption
        assert all(finding.good for finding in again.health())
    # The old key is found again: what was not typed anew opens once it stands in the file too.
    key_file.write_bytes(key_file.read_bytes() + saved)
    with closing(open_store(place, environ={})) as again:
        assert again.get(left.id) == left
        assert again.get(kept.id).encryption == typed.encryption
        assert again.get(kept.id).headers == kept.headers


def test_unreadable_secrets_are_carried_over_only_where_nobody_touched_them(
    store: Store, place: Path, profile: CallbackProfile
) -> None:
    kept = store.add(profile)
    store.close()
    key_file = Path(f"{place}.key")
    saved = key_file.read_bytes()
    key_file.unlink()
    with closing(open_store(place, environ={})) as again:
        opened = again.get(kept.id)
        renamed = (opened.headers[0], Header(name="other-key", value=""), opened.headers[2])
        again.change(replace(opened, headers=renamed, encryption=None), seen=opened.modified_at)
    key_file.write_bytes(saved)
    with closing(open_store(place, environ={})) as again:
        opened_again = again.open(kept.id)
        assert opened_again.unreadable == ()
        assert [header.value for header in opened_again.profile.headers] == [
            "mail",
            "",
            "planted-marked-9184",
        ]


def test_a_wrong_key_in_the_environment_is_noticed_before_it_seals_anything(
    place: Path, profile: CallbackProfile
) -> None:
    with closing(open_store(place, environ={"WIZARD_STORE_KEY": KEY})) as store:
        kept = store.add(profile)
    with closing(open_store(place, environ={"WIZARD_STORE_KEY": OTHER})) as store:
        assert store.get(kept.id).title == kept.title
        assert not store.sealing().fits
        for write in (lambda: store.add(profile), lambda: store.keep_draft(Draft(id="d", profile=profile))):
            with pytest.raises(
                WrongKey, match="WIZARD_STORE_KEY is not the key that this store is sealed with"
            ):
                write()
        store.add(CallbackProfile(title="without a secret"))
        store.take_key()
        assert store.get(store.add(profile).id).headers == profile.headers
    with (
        closing(open_store(place, environ={})) as store,
        pytest.raises(WrongKey, match="which is not set; set it"),
    ):
        store.add(profile)
    assert not Path(f"{place}.key").exists()


def test_a_key_set_later_does_not_seal_half_the_store_with_another(
    place: Path, profile: CallbackProfile
) -> None:
    with closing(open_store(place, environ={})) as store:
        kept = store.add(profile)
    with closing(open_store(place, environ={"WIZARD_STORE_KEY": KEY})) as store:
        assert store.get(kept.id) == kept
        with pytest.raises(WrongKey, match="which is in the file; unset it, or seal the store anew"):
            store.add(profile)
        assert store.reseal(KEY) == 0
        second = store.add(profile)
    Path(f"{place}.key").unlink()
    with closing(open_store(place, environ={"WIZARD_STORE_KEY": KEY})) as store:
        assert store.get(kept.id) == kept
        assert store.get(second.id) == second


def test_a_damaged_or_unreadable_key_file_is_told_of(
    store: Store, place: Path, profile: CallbackProfile
) -> None:
    kept = store.add(profile)
    store.close()
    for content in (b"", b"zz", b"00", b"\xff\xfe\n" * 3, KEY.encode() + b"\nhalf"):
        Path(f"{place}.key").write_bytes(content)
        with closing(open_store(place, environ={})) as again:
            with pytest.raises(StoreError, match="is damaged; put its backup in its place"):
                again.add(profile)
            assert again.count(ProfileQuery()) == 1
            assert again.open(kept.id).unreadable
            assert any("is damaged" in finding.told for finding in again.health())


def test_two_programs_making_the_first_key_at_once_agree_on_one(
    place: Path, profile: CallbackProfile
) -> None:
    with closing(open_store(place, environ={})) as one, closing(open_store(place, environ={})) as two:
        first, second = one.add(profile), two.add(profile)
        assert one.get(second.id) == second
        assert two.get(first.id) == first


# -- changing it


def test_a_new_key_seals_everything_anew_at_once(store: Store, place: Path, profile: CallbackProfile) -> None:
    kept, gone = store.add(profile), store.add(profile)
    draft = Draft(id="d", profile=profile)
    store.keep_draft(draft)
    store.record(fired(kept.id))
    store.delete(gone.id)
    before = Path(f"{place}.key").read_bytes()
    with closing(open_store(place, environ={})) as witness:  # a program that has read the old key
        assert witness.get(kept.id) == kept
        assert store.reseal() == 0
        later = witness.add(profile)
        assert store.get(later.id) == later
        assert witness.get(kept.id) == kept
    after = Path(f"{place}.key").read_bytes()
    assert after.endswith(before)
    assert after != before
    Path(f"{place}.key").write_bytes(after.splitlines(keepends=True)[0])  # the new key alone opens it all
    store.close()
    with closing(open_store(place, environ={})) as again:
        again.restore(gone.id)
        assert again.get(kept.id) == kept
        assert again.get(gone.id) == gone
        assert again.drafts()[0].profile == profile
        assert again.delivery("delivery-0").response == fired(kept.id).response


def test_a_change_of_key_cut_short_loses_nothing(
    store: Store, place: Path, profile: CallbackProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wizard.store import reseal

    kept = store.add(profile)

    def cut(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reseal, "reseal", cut)
        with pytest.raises(KeyboardInterrupt):
            store.reseal()
    assert len(Path(f"{place}.key").read_bytes().split()) == 2
    with closing(open_store(place, environ={})) as again:
        assert again.get(kept.id) == kept
        second = again.add(profile)
        assert again.reseal() == 0
        assert again.get(second.id) == second
        assert again.get(kept.id) == kept


# -- the key ring. No desktop runs here, so a module of the same names stands in for the package.


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    kept: dict[tuple[str, str], str] = {}
    module = types.ModuleType("keyring")
    module.errors = types.SimpleNamespace(KeyringError=OSError)  # type: ignore[attr-defined]
    module.get_password = lambda service, name: kept.get((service, name))  # type: ignore[attr-defined]
    module.set_password = lambda service, name, text: kept.update({(service, name): text})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)
    return kept


def test_the_key_ring_is_used_where_asked_for(
    place: Path, profile: CallbackProfile, ring: dict[tuple[str, str], str]
) -> None:
    environ = {"WIZARD_KEYRING": "1"}
    with closing(open_store(place, environ=environ)) as store:
        kept = store.add(profile)
        assert store.sealing().source == "key ring"
    assert not Path(f"{place}.key").exists()
    assert list(ring) == [("callback-profile-wizard", str(place))]
    with closing(open_store(place, environ=environ)) as store:
        assert store.get(kept.id) == kept
    with closing(open_store(place, environ={})) as store:
        assert store.open(kept.id).unreadable
        with pytest.raises(WrongKey, match="set WIZARD_KEYRING=1 to use it"):
            store.add(profile)
    assert not Path(f"{place}.key").exists()


def test_a_key_ring_that_cannot_be_used_is_told_of(
    place: Path, profile: CallbackProfile, ring: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> str:
        raise OSError("The ring is locked.\nMore lines")

    monkeypatch.setattr(sys.modules["keyring"], "get_password", locked)
    with closing(open_store(place, environ={"WIZARD_KEYRING": "yes"})) as store:
        with pytest.raises(
            StoreError, match=r"the key ring cannot be used \(The ring is locked\); unlock it, or unset"
        ):
            store.add(profile)
        monkeypatch.setitem(sys.modules, "keyring", None)
        with pytest.raises(StoreError, match="the package keyring is not installed"):
            store.add(profile)
        store.add(CallbackProfile(title="no secret, no key"))
    assert os.listdir(place.parent) == ["profiles.db"]
