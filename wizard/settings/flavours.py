"""Flavours of the keys: what a flavour gives an action, in place of the keys that it has by itself.

Vim: hjkl wherever there is a list, a grid or a tab, half pages by ctrl+d and ctrl+u. j, k, g and G are everybody's.
The keys that are the same for all stay (`a` adds, `c` copies the ID, `q` quits), so only `l` has to move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.settings.model import VIM

if TYPE_CHECKING:
    from collections.abc import Mapping

_VIM = {
    "list.open": "enter,l",
    "list.back": "escape,h",
    "list.listen": "L",
    "list.delete": "delete,x",
    "rows.page-down": "pagedown,ctrl+d,ctrl+f",
    "rows.page-up": "pageup,ctrl+u,ctrl+b",
    "pane.page-down": "pagedown,ctrl+d,ctrl+f",
    "pane.page-up": "pageup,ctrl+u,ctrl+b",
    "grid.left": "left,h",
    "grid.right": "right,l",
    "grid.up": "up,k",
    "grid.down": "down,j",
    "steps.choose": "enter,space,right,l",
    "confirm.other-button": "left,right,h,l",
}


def flavour_keys(flavour: str) -> Mapping[str, str]:
    """An action's name to its keys, parted by commas; only of actions that the flavour changes."""
    return _VIM if flavour == VIM else {}
