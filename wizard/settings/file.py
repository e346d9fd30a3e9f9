"""The settings file: found, read, and changed in place. Reading it costs a start one look where there is none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wizard.folders import config_folder
from wizard.settings.model import FLAVOURS, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FILE = "settings.toml"
VARIABLE = "WIZARD_SETTINGS"
"""Names another file."""
THEME, REGION = "WIZARD_THEME", "WIZARD_REGION"
"""What scripts set without a file; they come before it."""
REGIONS = ("IN", "SG", "EU", "US")
"""As `wizard.profile.identity` has them, which loads more than a start may."""
MOST = 1024 * 1024
"""Bytes of a settings file at most."""


class SettingsError(Exception):
    """The file cannot be changed: one sentence, and what to do."""


class SettingsFile:
    """The settings, and the file that they are kept in.

    `path` is None for settings that end with the program: those of tests, and of a throw-away store.
    """

    VARIABLES = (THEME, REGION)

    def __init__(self, path: Path | None = None, environ: Mapping[str, str] | None = None) -> None:
        self.path = path
        self.environ = environ or {}
        self.text = ""
        self.fault = ""
        """Why the file as a whole cannot be used; "" where it can, or is not there."""
        self.data: dict[str, Any] = {}
        self.settings = Settings()

    def read(self) -> None:
        """Take in the file as it is now. Nothing is raised: what cannot be used is left out; `check` tells it."""
        self.text, self.fault, self.data = "", "", {}
        raw = b""
        if self.path is not None:
            try:
                with open(self.path, "rb") as stream:
                    raw = stream.read(MOST + 1)
            except FileNotFoundError:
                pass
            except OSError as error:
                self.fault = f"it cannot be read: {(error.strerror or 'the system refuses').lower()}"
        if raw:
            self._parse(raw)
        self.settings = _taken(self.data, self.environ)

    def _parse(self, raw: bytes) -> None:
        import tomllib

        if len(raw) > MOST:
            self.fault = "it is larger than 1 MiB: is this the right file?"
            return
        try:
            self.text = raw.decode("utf-8-sig")
            self.data = tomllib.loads(self.text)
        except UnicodeDecodeError:
            self.fault = "it is not UTF-8 text; save it as UTF-8"
        except (ValueError, RecursionError):
            self.fault = "it is not TOML"

    def store(self, location: str | None) -> str | None:
        """Which store to open: the one asked for, else None where WIZARD_STORE names one, else that of the file."""
        return location or (None if self.environ.get("WIZARD_STORE") else self.settings.store or None)

    @property
    def label(self) -> str:
        """The file as a person would write it."""
        path, home = str(self.path or FILE), os.path.expanduser("~")
        return "~" + path[len(home) :] if home != os.sep and path.startswith(home + os.sep) else path

    def change(self, changes: Mapping[tuple[str, ...], object]) -> None:
        """Set values, by their paths (`("theme",)`, `("keys", "list", "add")`), in memory and in the file.

        None takes a value out. Everything else in the file stays as it is, comments included. Raises SettingsError
        where the file cannot be read, changed in place, or written; nothing is changed then.
        """
        from wizard.settings.edit import NotInPlaceError, with_values

        if self.path is not None:
            self.read()  # it may have been edited meanwhile
        if self.fault:
            raise SettingsError(f"{self.label}: {self.fault}; mend it first, `wizard doctor` says where")
        try:
            text = with_values(self.text, changes)
        except NotInPlaceError as error:
            raise SettingsError(f"{self.label}: {error}; change it by hand") from error
        if self.path is not None:
            try:
                _write(self.path, text)
            except OSError as error:
                told = (error.strerror or "the system refuses").lower()
                raise SettingsError(f"{self.label} cannot be written: {told}") from error
        self._parse(text.encode())
        self.settings = _taken(self.data, self.environ)


def load(environ: Mapping[str, str] = os.environ) -> SettingsFile:
    """The settings of the person: from WIZARD_SETTINGS, else `settings.toml` in their configuration folder."""
    named = environ.get(VARIABLE, "")
    path = Path(os.path.abspath(os.path.expanduser(named))) if named else config_folder(environ) / FILE
    file = SettingsFile(path, environ)
    file.read()
    return file


def _taken(data: dict[str, Any], environ: Mapping[str, str]) -> Settings:
    """What of the data can be used, by its type alone where only others know more."""

    def text(name: str, allowed: Sequence[str] = ()) -> dict[str, str]:
        value = data.get(name)
        good = isinstance(value, str) and value and (not allowed or value in allowed)
        return {name: value} if good and isinstance(value, str) else {}

    found: dict[str, Any] = (
        text("theme") | text("flavour", FLAVOURS) | text("region", REGIONS) | text("store")
    )
    if isinstance(data.get("keys"), dict):
        from wizard.settings.keys import own_keys

        found["keys"] = own_keys(data["keys"])
    if isinstance(data.get("test"), dict):
        found["test"] = data["test"]
    if environ.get(THEME):
        found["theme"] = environ[THEME]
    if environ.get(REGION, "").upper() in REGIONS:
        found["region"] = environ[REGION].upper()
    return Settings(**found)


def _write(path: Path, text: str) -> None:
    """Put the text in the file's place, whole or not at all, for its owner alone. Raises OSError."""
    import tempfile

    target = path.resolve()  # of a link the file it leads to: people keep such files elsewhere
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{FILE}", dir=target.parent)
    try:
        with open(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, target)
    except OSError:
        os.unlink(name)
        raise
