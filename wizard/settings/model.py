"""The settings, as the program uses them. What the file may hold in full is in `document`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

STANDARD, VIM = "standard", "vim"
FLAVOURS = (STANDARD, VIM)
REGION = "IN"


class Settings(NamedTuple):
    """Everything that was set and can be used; what was not set, or cannot be used, is as the program has it."""

    theme: str = ""
    """A theme's name; "" for the program's own. Only the screens know whether there is such a theme."""
    flavour: str = STANDARD
    """Of the keys: one of FLAVOURS."""
    region: str = REGION
    """What new IDs begin with: one of `wizard.profile.identity.REGIONS`."""
    store: str = ""
    """The store's path or URL where nothing else names one; "" for the one in the person's data folder."""
    keys: Mapping[str, str] = {}
    """Own keys: an action's name (`list.add`) to a key, or several parted by commas."""
    test: Mapping[str, Any] = {}
    """The test settings that new profiles begin with, as the `test` table of a profile file."""
