"""What the pane says of a profile, as text. Runs in a thread: it reads the store and makes requests."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from wizard.tui.profiles.rows import came_to
from wizard.tui.when import ago, exact
from wizard.tui.widgets.shades import BAD, FAINT, GOOD, MUTED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.catalog import Catalog
    from wizard.profile import CallbackProfile
    from wizard.store import Glanced, Store
    from wizard.tui.active import Own


LABEL_WIDTH = 13


def about(store: Store, catalog: Catalog, key: str, tab: str, width: int, kind: str, own: Own) -> Content:
    """The content of `tab` for the profile `key`, `width` cells wide; `kind` of snippet. Raises StoreError.

    `own` puts the person's keys into a text that speaks of them.
    """
    if tab == "overview":
        # Its secrets would be opened only to be hidden again, for which ciphers would have to be loaded.
        return overview(store, catalog, store.glance(key), width, own)
    profile = store.get(key)
    if tab == "request":
        return request(profile, catalog)
    if tab == "use":
        return use(profile, kind)
    return deliveries(store, profile)


def line(label: str, *value: str | tuple[str, str], width: int = 0) -> Content:
    """`Label         value`; a value too long for `width` cells goes on under itself."""
    shown = Content.assemble(*value)
    rows = shown.wrap(max(20, width - LABEL_WIDTH)) if width else [shown]
    told = Content("\n" + " " * LABEL_WIDTH).join(rows)
    return Content.assemble((f"{label:<{LABEL_WIDTH}}", MUTED), told, "\n")


LOST = "lost with its sealing key; {list.edit|e} lets it be typed anew"


def overview(store: Store, catalog: Catalog, glanced: Glanced, width: int, own: Own) -> Content:
    """All that the profile says, secrets masked, and what is wrong with what can be seen of it."""
    from wizard.profile import check, endpoint_place, selected

    profile, shut, lost = glanced
    channel = catalog.channel(profile.channel)
    row = store.row(profile.id)
    place = endpoint_place(profile.endpoint)
    told = partial(line, width=width)
    parts = [
        told("ID", (profile.id, "bold"), (own("   {list.copy-id|c} copies it"), FAINT)),
        told("Title", (profile.title, "bold")),
        told(
            "Channel",
            channel.label if channel else profile.channel,
            ("  ", ""),
            (", ".join(profile.events), MUTED),
        ),
        told(
            "Endpoint",
            f"{profile.method} {profile.endpoint}",
            (f"  {place}" if place else "", "$text-warning"),
        ),
    ]
    if channel:
        names = selected(profile.body, channel)
        parts.append(
            told(
                "Variables",
                f"{len(names)} of {len(channel.variables)}",
                ("  " + ", ".join(names), MUTED),
            )
        )
    parts.append(told("Body format", profile.body_format))
    for number, header in enumerate(profile.headers):
        label = "Headers" if number == 0 else ""
        gone = f"headers.{number}.value" in lost
        parts.append(
            told(label, f"{header.name}: {header.value}", (own(LOST), "$text-error") if gone else "")
        )
    if not profile.headers:
        parts.append(told("Headers", "none"))
    parts.append(told("Encryption", *_encryption(profile)))
    if any(path.startswith("encryption.") for path in lost):
        parts.append(told("", (own(f"key and vector {LOST}"), "$text-error")))
    if row and row.last_test:
        test = row.last_test
        when = f"  {exact(test.at)}  {ago(test.at)}"
        parts.append(told("Last test", GOOD if test.ok else BAD, f" {came_to(test)}", (when, MUTED)))
    else:
        parts.append(told("Last test", "never", (own("   {list.test|t} tests it"), FAINT)))
    parts.append(told("Created", exact(profile.created_at), (f"  {ago(profile.created_at)}", MUTED)))
    if profile.modified_at and profile.modified_at != profile.created_at:
        parts.append(told("Modified", exact(profile.modified_at), (f"  {ago(profile.modified_at)}", MUTED)))
    for problem in check(profile, catalog):
        if problem.path in shut or problem.path in lost:
            continue  # bullets stand there; Save has seen what they hide
        mark, style = ("✗", "$text-error") if problem.is_error else ("!", "$text-warning")
        rows = Content(problem.sentence).wrap(max(20, width - LABEL_WIDTH))
        parts.append(Content.assemble((f"{mark} {_field(problem.path):<{LABEL_WIDTH - 2}}", style)))
        parts += [Content("\n" + " " * LABEL_WIDTH).join(rows), Content("\n")]
    return Content("").join(parts)


def _field(path: str) -> str:
    """`encryption.algorithm` as the last word of it, as far as the label's column goes."""
    return path.rpartition(".")[2].capitalize()[: LABEL_WIDTH - 3]


def _encryption(profile: CallbackProfile) -> Iterable[str | tuple[str, str]]:
    encryption = profile.encryption
    if encryption is None:
        return ["none"]
    what = (
        "every variable" if encryption.parameters is None else ", ".join(encryption.parameters) or "nothing"
    )
    layout = encryption.encoding + (f", tag {encryption.tag}" if encryption.algorithm.endswith("GCM") else "")
    return [encryption.algorithm, (f"  {what}, {layout}", MUTED)]


def request(profile: CallbackProfile, catalog: Catalog) -> Content:
    """The request with fresh values, as it goes on the wire; secrets masked."""
    from wizard.callback.preview import preview

    return Content(preview(profile, catalog))


def use(profile: CallbackProfile, kind: str) -> Content:
    """The snippet, ready to be copied: the ID in a send-email request, or code that receives."""
    from wizard.callback.snippets import snippet

    return Content(snippet(profile, kind))


def deliveries(store: Store, profile: CallbackProfile) -> Content:
    """The latest firings, newest first."""
    return Content("")
