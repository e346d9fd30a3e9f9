"""What a person has set for all their profiles: colours, keys, region, store, test settings. One TOML file.

`load` is all that a start needs; checking, changing and describing the file are loaded where they are asked for.
"""

from wizard.settings.file import SettingsError, SettingsFile, load
from wizard.settings.model import FLAVOURS, Settings

__all__ = ["FLAVOURS", "Settings", "SettingsError", "SettingsFile", "load"]
