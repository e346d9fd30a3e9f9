"""The keys of the list, in the order in which the bar at the foot shows them.

Some have more than one action: for the profile under the cursor, or for the marked ones while there are any; escape
undoes one thing after the other.
"""

from __future__ import annotations

from textual.binding import Binding

KEYS = (
    Binding("escape", "back", "Back", key_display="esc", id="list.back"),
    Binding("escape", "unmark", "Unmark", key_display="esc", tooltip="Mark none", id="list.back"),
    Binding(
        "escape",
        "clear_filters",
        "Clear",
        key_display="esc",
        tooltip="Clear the search and the filters",
        id="list.back",
    ),
    Binding("y", "copy_shown", "Copy text", id="list.copy-shown"),
    Binding("s", "snippet", "Snippet", id="list.snippet"),
    Binding("t", "test_marked", "Test marked", id="list.test"),
    Binding("E", "export", "Export", show=False, tooltip="Write this profile to a file", id="list.export"),
    Binding("t", "test_marked", "Test", id="list.test"),
    Binding("E", "export_marked", "Export", tooltip="Write the marked profiles to a file", id="list.export"),
    Binding("delete", "delete_marked", "Delete", key_display="del", id="list.delete"),
    Binding("a", "add", "Add New", id="list.add"),
    Binding("enter", "open", "Open", show=False, id="list.open"),
    Binding("e", "edit", "Edit", tooltip="Edit variables, all that may change after Save", id="list.edit"),
    Binding("t", "test", "Test", id="list.test"),
    Binding("c", "copy_id", "Copy ID", id="list.copy-id"),
    Binding("slash", "search", "Search", key_display="/", id="list.search"),
    Binding(
        "l",
        "listen",
        "Listen",
        tooltip="Receiver: take callbacks in, opened and checked",
        id="list.listen",
    ),
    Binding(
        "w",
        "decrypt",
        "Decrypt",
        tooltip="Decrypt: paste what came, and learn why it does not open",
        id="list.decrypt",
    ),
    Binding("d", "duplicate", "Duplicate", id="list.duplicate"),
    Binding("delete", "delete", "Delete", key_display="del", id="list.delete"),
    Binding("u", "undo", "Undo delete", id="list.undo"),
    Binding(
        "asterisk",
        "mark_all",
        "Mark all",
        key_display="*",
        show=False,
        tooltip="Mark every profile shown, or none",
        id="list.mark-all",
    ),
    Binding("1", "show_tab('overview')", "Overview", show=False, id="list.tab-overview"),
    Binding("2", "show_tab('request')", "Request", show=False, id="list.tab-request"),
    Binding("3", "show_tab('deliveries')", "Deliveries", show=False, id="list.tab-deliveries"),
    Binding("4", "show_tab('use')", "Use it", show=False, id="list.tab-use"),
    Binding("o", "sort", "Sort", show=False, id="list.sort"),
    Binding("f5", "reload", "Reload", show=False, id="list.reload"),
    Binding("q", "quit", "Quit", id="list.quit"),
)
