"""A profile as the store keeps it: JSON with its secrets taken out and sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from wizard.profile.masking import literal_secret, mask, secret_fields, with_secrets
from wizard.profile.model import CallbackProfile
from wizard.profile.references import names_in
from wizard.store.draft import Draft
from wizard.store.errors import StoreDamaged, StoreError, WrongKey
from wizard.store.sealing import HEAD, TAG, mark_in_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wizard.store.sealing import Sealer


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """`sealed` maps the path of each secret (`headers.2.value`) to its sealed value; the profile has none there."""

    profile: CallbackProfile
    sealed: dict[str, bytes] = {}


class Opened(NamedTuple):
    """A profile, and the paths of secrets that could not be opened: they are empty in it, to be typed anew."""

    profile: CallbackProfile
    unreadable: tuple[str, ...] = ()


class Glanced(NamedTuple):
    """A profile with its secrets left shut: bullets stand for them. References (`${NAME}`) can be read."""

    profile: CallbackProfile
    shut: tuple[str, ...] = ()
    """Paths of the secrets that bullets stand for."""
    lost: tuple[str, ...] = ()
    """Paths of those that no key at hand can have sealed; they are empty."""


_ENCODER = msgspec.json.Encoder()
_DOCUMENTS = msgspec.json.Decoder(Document)
_DRAFTS = msgspec.json.Decoder(Draft)


def write(
    profile: CallbackProfile, sealer: Callable[[], Sealer], kept: Mapping[str, bytes] | None = None
) -> bytes:
    """The profile's document. `kept` are sealed values to carry over as they are, for secrets that are empty."""
    secrets = _secrets(profile)
    sealed = dict(kept or {})
    if secrets:
        seal = sealer().seal
        sealed |= {path: seal(_bytes(value), profile.id, path) for path, value in secrets}
        profile = with_secrets(profile, {path: "" for path, _ in secrets})
    return encode(Document(profile, sealed))


def read(content: bytes, opener: Callable[[], Sealer | None]) -> Opened:
    """The profile of a document. Raises StoreDamaged for what is none."""
    document = decode(content)
    if not document.sealed:
        return Opened(document.profile)
    profile, sealer = document.profile, opener()
    secrets, unreadable = {}, []
    for path, sealed in document.sealed.items():
        try:
            if sealer is None:
                raise WrongKey("there is no key")
            secrets[path] = sealer.open(sealed, profile.id, path).decode(errors="surrogatepass")
        except WrongKey:
            unreadable.append(path)
    return Opened(with_secrets(profile, secrets), tuple(unreadable))


def glance(content: bytes, mark: bytes | None) -> Glanced:
    """The profile of a document, nothing of it unsealed. `mark` is that of the key at hand, None for none.

    Bullets are as many as `mask` gives, told from the length of what is sealed. Raises StoreDamaged.
    """
    document = decode(content)
    shut = {
        path: mask(value) for path, value in _secrets(document.profile)
    }  # none in a document written here
    shut |= {
        path: mask("x" * (len(sealed) - HEAD - TAG))
        for path, sealed in document.sealed.items()
        if mark is not None and mark_in_value(sealed) == mark
    }
    lost = tuple(path for path in document.sealed if path not in shut)
    return Glanced(with_secrets(document.profile, shut), tuple(shut), lost)


def _secrets(profile: CallbackProfile) -> list[tuple[str, str]]:
    """Path and value of each secret that has to be sealed.

    A value that only names variables of the environment gives nothing away, and can be read where nothing is opened.
    """
    found = secret_fields(profile)
    return [(path, value) for path, value in found if literal_secret(value) or not names_in(value)]


def carried_over(content: bytes, unreadable: Iterable[str], profile: CallbackProfile) -> dict[str, bytes]:
    """Of a document's sealed values that could not be read, those whose fields nobody has filled or moved since."""
    old = decode(content)
    return {path: old.sealed[path] for path in unreadable if _untouched(path, old.profile, profile)}


def _untouched(path: str, old: CallbackProfile, new: CallbackProfile) -> bool:
    part, *rest = path.split(".")
    if part == "headers":
        at = int(rest[0])
        return at < len(new.headers) and new.headers[at] == old.headers[at]
    if part == "encryption" and new.encryption:
        return not getattr(new.encryption, rest[0])
    return part == "test" and new.test.proxy == ""


def write_draft(draft: Draft, sealer: Sealer) -> bytes:
    """A draft sealed whole: half-typed, it may hold a secret anywhere."""
    try:
        content = _ENCODER.encode(draft)
    except UnicodeEncodeError:
        content = _ENCODER.encode(_whole(msgspec.to_builtins(draft)))
    return sealer.seal(content, draft.id, "draft")


def read_draft(content: bytes, draft_id: str, sealer: Sealer | None) -> Draft:
    """The draft. Raises WrongKey, StoreDamaged."""
    if sealer is None:
        raise WrongKey("there is no key")
    try:
        return _DRAFTS.decode(sealer.open(content, draft_id, "draft"))
    except msgspec.DecodeError as error:
        raise StoreDamaged(f"the draft {draft_id} is damaged") from error


def decode(content: bytes) -> Document:
    """The document as kept. Raises StoreDamaged."""
    try:
        return _DOCUMENTS.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreDamaged(
            "a profile's document is damaged; `wizard doctor --rescue FILE` saves what can be read"
        ) from error


def encode(value: Document) -> bytes:
    """The document's bytes. Raises StoreError for text that is none."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError as error:
        raise StoreError(
            "the profile holds half of a character, which cannot be kept; type that text again"
        ) from error


def _whole(value: Any) -> Any:
    """The value without halves of characters, which a terminal may paste: a draft is kept whatever it holds."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, dict):
        return {_whole(key): _whole(each) for key, each in value.items()}
    return [_whole(each) for each in value] if isinstance(value, (list, tuple)) else value


def _bytes(value: str) -> bytes:
    return value.encode(errors="surrogatepass")
