"""Where actions are at home, and what bindings do not say of them: the mouse's way, and the command's."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A screen, or a part that several screens have. `beside` are places whose keys work at the same time."""

    title: str
    beside: tuple[str, ...] = ()
    typing: bool = False
    """Whether text is typed here, so that a mere letter cannot be a key."""


PLACES: dict[str, Place] = {
    "app": Place("Everywhere"),
    "list": Place("Callback Profiles", ("app", "rows", "tabs", "pane", "chip")),
    "wizard": Place(
        "Add Callback Profile",
        ("app", "steps", "body", "headers", "encryption", "grid", "toggle", "ticks", "text-field", "chip"),
        typing=True,
    ),
    "steps": Place("The list of steps"),
    "body": Place("Request body", typing=True),
    "headers": Place("Headers", typing=True),
    "encryption": Place("Encryption", ("text-field",), typing=True),
    "variables": Place("List Dynamic Variables", ("rows",)),
    "test": Place("Test callback", ("app", "reader", "tabs", "pane", "chip", "round", "rows", "values")),
    "test-marked": Place("Test marked profiles", ("app", "rows", "chip")),
    "values": Place("Values of a test", typing=True),
    "round": Place("All statuses", ("rows",)),
    "many": Place("Many callbacks", typing=True),
    "test-settings": Place("Test settings", ("toggle",), typing=True),
    "deliveries": Place("Deliveries", ("app", "delivery", "rows", "chip")),
    "delivery": Place("A delivery", ("app", "reader", "tabs", "pane")),
    "reader": Place("Request and response", ("tabs", "pane")),
    "receiver": Place("Receiver", ("app", "rows", "tabs", "pane", "chip")),
    "forward": Place("Fire on", ("text-field",), typing=True),
    "decrypt": Place("Decrypt", ("app", "paste", "pane", "chip")),
    "paste": Place("What was received", typing=True),
    "choose-profile": Place("Choose a profile", typing=True),
    "rows": Place("Lists"),
    "tabs": Place("Tabs"),
    "pane": Place("Texts"),
    "chip": Place("Choices"),
    "menu": Place("Menus"),
    "jump": Place("Jump"),
    "text-field": Place("Lines of text", typing=True),
    "grid": Place("Choices beside one another"),
    "toggle": Place("Switches"),
    "ticks": Place("Ticks"),
    "preview": Place("Request preview", ("pane",)),
    "confirm": Place("Questions"),
    "ask": Place("Asking for a line", typing=True),
    "basic-authentication": Place("Basic authentication", typing=True),
    "mend": Place("A text that needs mending"),
    "changed-meanwhile": Place("Changed meanwhile", ("pane",)),
    "text": Place("A text to select", ("pane",)),
    "help": Place("Help", ("pane",)),
}
"""In the order of the table of actions. Every binding's id begins with one of these."""

_ROW = "a click on the row"
_WHEEL = "the wheel, the scroll bar"
_FIELD = "a click on the field"
_TAB = "a click on the tab"
_BESIDE = "a click beside it"
_STEP = "a click on the step"
_BUTTON = "its button"

MOUSE = {
    "list.open": "a double click on the row",
    "list.back": "esc at the foot",
    "list.search": "a click on the search field",
    "list.sort": "a click on the column's name",
    "rows.mark": "a click with ctrl, or before the row",
    "rows.up": _ROW,
    "rows.down": _ROW,
    "rows.page-up": _WHEEL,
    "rows.page-down": _WHEEL,
    "rows.first": _WHEEL,
    "rows.last": _WHEEL,
    "rows.choose": "a double click on the row",
    "tabs.previous-tab": _TAB,
    "tabs.next-tab": _TAB,
    "pane.up": _WHEEL,
    "pane.down": _WHEEL,
    "pane.page-up": _WHEEL,
    "pane.page-down": _WHEEL,
    "pane.first": _WHEEL,
    "pane.last": _WHEEL,
    "menu.up": "a click on the line",
    "menu.down": "a click on the line",
    "menu.page-up": _WHEEL,
    "menu.page-down": _WHEEL,
    "menu.first": _WHEEL,
    "menu.last": _WHEEL,
    "menu.close": _BESIDE,
    "wizard.next-field": _FIELD,
    "wizard.previous-field": _FIELD,
    "wizard.go-on": _FIELD,
    "steps.up": _STEP,
    "steps.down": _STEP,
    "body.start": _WHEEL,
    "body.end": _WHEEL,
    "headers.remove": "a click on ✕",
    "headers.move-up": _BUTTON,
    "headers.move-down": _BUTTON,
    "headers.row-above": _FIELD,
    "headers.row-below": _FIELD,
    "grid.left": "a click on the choice",
    "grid.right": "a click on the choice",
    "grid.up": "a click on the choice",
    "grid.down": "a click on the choice",
    "confirm.other-button": _BUTTON,
    "body.all": _BUTTON,
    "mend.again": _BUTTON,
    "mend.later": _BUTTON,
    "mend.drop": _BUTTON,
    "choose-profile.up": _ROW,
    "choose-profile.down": _ROW,
    "decrypt.next-field": _FIELD,
}
"""Where it is neither the key at the foot of the screen nor the palette."""
MOUSE |= {
    f"{place}.tab-{tab}": _TAB
    for place, tabs in {
        "list": ("overview", "request", "deliveries", "use"),
        "receiver": ("fields", "headers", "body", "bytes"),
        "reader": range(1, 6),
    }.items()
    for tab in tabs
}

COMMANDS = {
    "list.add": "wizard add FILE",
    "wizard.save": "wizard add FILE",
    "list.edit": "wizard edit ID --variables NAME,NAME",
    "list.search": "wizard list --search TEXT",
    "list.open": "wizard show ID",
    "list.reload": "wizard list",
    "list.delete": "wizard delete ID",
    "list.test": "wizard test ID",
    "list.export": "wizard export ID",
    "list.snippet": "wizard snippet ID --as KIND",
    "list.tab-use": "wizard snippet ID --as KIND",
    "list.tab-request": "wizard test ID --dry-run",
    "list.tab-deliveries": "wizard deliveries ID",
    "list.tab-overview": "wizard show ID",
    "list.listen": "wizard listen",
    "list.decrypt": "wizard decrypt ID",
    "wizard.test": "wizard test FILE",
    "wizard.preview": "wizard test FILE --dry-run",
    "test.fire": "wizard test ID",
    "test.choose-status": "wizard test ID --status STATUS",
    "test.choose-set": "wizard test ID --values FILE",
    "test.fire-all": "wizard test ID --all-statuses",
    "test.fire-many": "wizard test ID --repeat N --concurrency N",
    "test.settings": "wizard test ID --timeout S",
    "test.deliveries": "wizard deliveries ID",
    "values.submit": "wizard test ID --set NAME=VALUE",
    "many.fire": "wizard test ID --repeat N --concurrency N",
    "receiver.respond": "wizard listen --respond STATUS",
    "receiver.port": "wizard listen --port PORT",
    "receiver.decrypt": "wizard decrypt ID",
    "receiver.test": "wizard test ID",
    "variables.choose": "wizard edit ID --variables NAME,NAME",
    "delivery.copy-curl": "wizard snippet ID --as curl",
    "app.help": "wizard --help",
}
"""The command that does the same, as one would type it."""
