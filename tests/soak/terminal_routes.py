"""How to come, in a real terminal, to where each action works."""

from __future__ import annotations

PASTE = "%"
"""Stands for a callback's body whose sender writes the tag before the ciphertext."""

# Steps from the list: `?text` waits for it, `=text` types it, `@text` clicks on it, `!` sends the receiver a callback,
# anything else is a key.
WIZARD = ["a", "?Title & channel", "=Some title"]
HEADERS = [*WIZARD, "ctrl+n", "ctrl+n", "ctrl+n", "?Add more", "=api-key", "tab", "=value"]
TWO = [*HEADERS, "@Add more", "=x-two"]
ENCRYPTION = [*WIZARD, *["ctrl+n"] * 4, "?Enable Encryption", "space", "?Initialization Vector"]
BODY = [*WIZARD, "ctrl+n", "ctrl+n", "?Request Body"]
TEST = ["t", "?Enter fires"]
FIRED = [*TEST, "enter", "?200 OK"]
MARKED = ["asterisk", "?3 marked", "t", "?Test marked"]
DELIVERIES = [*FIRED, "d", "?delivery"]
RECEIVER = ["l", "?Nothing has come", "!", "?1 callback"]
DECRYPT = ["w", "?With the key", PASTE, "?opens"]
DELETE = ["delete", "?Delete “"]
ROUTES: dict[str, list[str]] = {
    "app": [],
    "list": [],
    "list.back": ["slash"],
    "list.copy-shown": ["4", "?curl"],
    "list.snippet": ["4", "?curl"],
    "list.tab-overview": ["2", "?HTTP/1.1"],
    "list.undo": [*DELETE, "y", "?Deleted"],
    "wizard": WIZARD,
    "wizard.preview": WIZARD,
    "steps": [*WIZARD, "shift+tab", "down"],
    "body": [*BODY, "tab", '={"a": 1}'],
    "body.all": BODY,
    "body.end": [*BODY, "tab", '={"a": 1}', "ctrl+home"],
    "headers": HEADERS,
    "headers.move-up": TWO,
    "headers.move-down": [*TWO, "up"],
    "headers.row-above": TWO,
    "headers.row-below": [*TWO, "up"],
    "encryption": ENCRYPTION,
    "variables": [*BODY, "ctrl+o", "?List Dynamic"],
    "test": TEST,
    "test.open": FIRED,
    "test.fresh": FIRED,
    "test-marked": MARKED,
    "test-marked.all-again": [*MARKED, "enter", "?refused"],
    "test-marked.open": [*MARKED, "enter", "?refused"],
    "values": [*TEST, "4", "?message_id", "=x"],
    "round": [*TEST, "a", "?All 8"],
    "many": [*TEST, "n", "?At a time"],
    "test-settings": [*TEST, "t", "?Test settings"],
    "deliveries": DELIVERIES,
    "deliveries.clear": [*DELIVERIES, "o", "?everything else", "down", "enter"],
    "delivery": [*FIRED, "o", "?Compare"],
    "reader": FIRED,
    "reader.tab-1": [*FIRED, "3"],
    "reader.tab-2": [*FIRED, "3"],
    "receiver": RECEIVER,
    "receiver.tab-fields": [*RECEIVER, "2"],
    "forward": [*RECEIVER, "f", "?The same method"],
    "decrypt": DECRYPT,
    "decrypt.reset": [*DECRYPT, "u", "?with this change"],
    "paste": ["w", "?With the key"],
    "choose-profile": [*DECRYPT, "p", "?Choose a profile"],
    "choose-profile.up": [*DECRYPT, "p", "?Choose a profile", "down"],
    "rows": ["down"],
    "rows.last": [],
    "tabs": ["@Request"],
    "pane": [*FIRED, "1", "?POST /", "down"],
    "pane.last": [*FIRED, "1", "?POST /"],
    "chip": ["slash", "tab"],
    "menu": ["slash", "tab", "enter", "?DELETE", "down"],
    "jump": [*WIZARD, "f2"],
    "text-field": [*ENCRYPTION, "tab", "tab"],
    "text-field.copy": [*ENCRYPTION, "ctrl+g", "tab", "tab"],
    "text-field.reveal": [*ENCRYPTION, "ctrl+g", "tab", "tab"],
    "text-field.undo": WIZARD,
    "text-field.redo": [*WIZARD, "ctrl+z"],
    "grid": [*ENCRYPTION, "tab", "right", "down"],
    "grid.right": [*ENCRYPTION, "tab", "left"],
    "grid.down": [*ENCRYPTION, "tab", "up"],
    "toggle": ENCRYPTION,
    "preview": [*WIZARD, "f4", "?HTTP/1.1"],
    "confirm": DELETE,
    "ask": ["E", "?Export one profile"],
    "basic-authentication": [*HEADERS, "@Basic authentication", "?Password"],
    "help": ["question_mark", "?Every callback profile"],
}
"""The way to where an action works: by its name, else by its place."""
SMALL = ("pane", "preview", "wizard.preview")
"""What there is no need of, or no scrolling in, on a large screen."""
ELSEWHERE = {
    "app.suspend": "needs a shell: tests/journey/test_shells.py",
    "test-marked.again": "the same refusal looks the same: tests/tui/test_marked_profiles.py",
    "test-marked.cancel": "the round is over before a key comes",
    "ticks": "one more of the same list: tests/tui",
    "mend": "needs an editor that leaves a fault: tests/tui/test_editor.py",
    "changed-meanwhile": "needs another program: tests/tui/test_wizard_edit.py",
    "text": "needs a terminal that takes no copy: tests/journey/test_terminals.py",
}
EDITING = ("body", "paste", "text-field")
"""Places whose keys without a title are Textual's own, for fingers: each of them does something at some place alone."""
ENDS = ("app.quit", "list.quit")
