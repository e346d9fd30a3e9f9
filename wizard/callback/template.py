"""A profile's request body as a pattern that a sent one is laid against: which part of it is which variable."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from wizard.profile.body_edit import fields as body_fields
from wizard.profile.tokens import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.catalog import Channel
    from wizard.profile.model import CallbackProfile

Path = tuple[str | int, ...]


class Leaf(NamedTuple):
    """A value of the template: a text with placeholders, or a literal that is sent as it is."""

    path: Path
    field: str
    """The path as it is shown: `data.status`."""
    meant: str
    """As the template has it: text as it is, all else as JSON."""
    names: tuple[str, ...]
    """The variables whose placeholders stand in it."""
    around: tuple[str, ...] = ()
    """The texts before, between and after its placeholders; empty where a placeholder is all of it."""
    literal: Any = None


class Found(NamedTuple):
    """A part of a received body. `variable` is empty for a literal; `wire` is None where the field is missing."""

    leaf: Leaf
    variable: str
    wire: str | None
    fault: str = ""
    """What does not fit, as half a sentence."""


class Template(NamedTuple):
    """The leaves of a profile's body, and the keys that its objects have."""

    leaves: tuple[Leaf, ...]
    keys: frozenset[str]
    """The top-level keys."""
    nested: dict[Path, frozenset[str]]
    """The keys of every object, by its path; the top level's too."""
    embedded: frozenset[str]
    """Top-level fields of a form whose value is JSON text of its own."""

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the variables in it, each once."""
        return tuple(dict.fromkeys(name for leaf in self.leaves for name in leaf.names))

    def read(self, fields: Mapping[str, Any]) -> list[Found]:
        """Every leaf with what stands in its place in the received fields."""
        if self.embedded:
            fields = {
                name: _embedded(value) if name in self.embedded else value for name, value in fields.items()
            }
        found: list[Found] = []
        for leaf in self.leaves:
            value = _at(fields, leaf.path)
            if isinstance(value, str) and leaf.names and not leaf.around:
                found.append(Found(leaf, leaf.names[0], value))
            else:
                found += _read(leaf, value)
        return found

    def extra(self, fields: Mapping[str, Any]) -> Iterator[str]:
        """The received keys that the template does not have."""
        for path, keys in self.nested.items():
            got = _at(fields, path) if path else fields
            if isinstance(got, str) and path and path[0] in self.embedded:
                got = _embedded(got)
            if isinstance(got, dict):
                yield from (".".join(map(str, (*path, key))) for key in got if key not in keys)


def template_of(profile: CallbackProfile, channel: Channel | None) -> Template | None:
    """The template of a profile: its body, or its endpoint's query where the method has no body.

    None where the body is no JSON object: nothing can be expected of what it sends.
    """
    known = frozenset(channel.variable_names) if channel else None
    if profile.method in ("GET", "DELETE"):
        body: Any = _query(profile.endpoint)
        embedded: frozenset[str] = frozenset()
    else:
        try:
            body = json.loads(profile.body or "{}")
        except (ValueError, RecursionError):
            return None
        if not isinstance(body, dict):
            return None
        body, embedded = (
            (body, frozenset[str]()) if profile.body_format == "json" else _as_form(profile.body, body)
        )
    leaves = tuple(_leaves(body, (), known))
    return Template(leaves, frozenset(body), dict(_objects(body, ())), embedded)


def _as_form(text: str, body: dict[str, Any]) -> tuple[dict[str, Any], frozenset[str]]:
    """A form sends numbers and words as they are typed, and objects and lists as JSON text."""
    typed = dict(body_fields(text)) if text.strip() else {}
    parts = {key for key, value in body.items() if isinstance(value, dict | list)}
    form = {
        key: value if isinstance(value, str) or key in parts else typed.get(key)
        for key, value in body.items()
    }
    return form, frozenset(parts)


def _query(endpoint: str) -> dict[str, str]:
    from urllib.parse import parse_qsl

    query = endpoint.partition("#")[0].partition("?")[2]
    return dict(parse_qsl(query, keep_blank_values=True))


def _leaves(node: Any, path: Path, known: frozenset[str] | None) -> Iterator[Leaf]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _leaves(value, (*path, key), known)
    elif isinstance(node, list):
        for at, value in enumerate(node):
            yield from _leaves(value, (*path, at), known)
    elif isinstance(node, str):
        yield _text_leaf(node, path, known)
    else:
        yield Leaf(path, _field(path), json.dumps(node), (), literal=node)


def _field(path: Path) -> str:
    return ".".join(str(step) for step in path)


def _text_leaf(text: str, path: Path, known: frozenset[str] | None) -> Leaf:
    names: list[str] = []
    around: list[str] = []
    done = 0
    for match in PLACEHOLDER.finditer(text):
        if known is None or match[1] in known:
            around.append(text[done : match.start()])
            names.append(match[1])
            done = match.end()
    if not names:
        return Leaf(path, _field(path), text, (), literal=text)
    around.append(text[done:])
    return Leaf(path, _field(path), text, tuple(names), () if around == ["", ""] else tuple(around))


def _objects(node: Any, path: Path) -> Iterator[tuple[Path, frozenset[str]]]:
    if isinstance(node, dict):
        yield path, frozenset(node)
        for key, value in node.items():
            yield from _objects(value, (*path, key))
    elif isinstance(node, list):
        for at, value in enumerate(node):
            yield from _objects(value, (*path, at))


_MISSING = object()


def _at(node: Any, path: Path) -> Any:
    for step in path:
        if isinstance(step, str):
            node = node.get(step, _MISSING) if isinstance(node, dict) else _MISSING
        else:
            node = node[step] if isinstance(node, list) and step < len(node) else _MISSING
    return node


def _embedded(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        return value


def _read(leaf: Leaf, value: Any) -> list[Found]:
    if value is _MISSING:
        return [Found(leaf, name, None) for name in leaf.names or ("",)]
    if not leaf.names:
        fits = value == leaf.literal and isinstance(value, bool) == isinstance(leaf.literal, bool)
        return [Found(leaf, "", shown(value), "" if fits else f"should be {leaf.meant}")]
    if not isinstance(value, str):
        fault = "should be text in quotes" if not isinstance(value, dict | list) else "should be text"
        return [Found(leaf, name, shown(value), fault) for name in leaf.names]
    if not leaf.around:
        return [Found(leaf, leaf.names[0], value)]
    parts = _between(value, leaf.around)
    if parts is None:
        return [Found(leaf, name, value, f"does not read like {leaf.meant}") for name in leaf.names]
    return [Found(leaf, name, text) for name, text in zip(leaf.names, parts, strict=True)]


def _between(text: str, around: tuple[str, ...]) -> list[str] | None:
    """What stands between the given texts, each taken as early as it comes; None if they are not all there.

    Not a regular expression: a hostile value could keep one busy for years.
    """
    before, *middle, after = around
    end = len(text) - len(after)
    if not text.startswith(before) or not text.endswith(after) or end < len(before):
        return None
    parts: list[str] = []
    start = len(before)
    for mark in middle:
        at = text.find(mark, start, end)
        if at < 0:
            return None
        parts.append(text[start:at])
        start = at + len(mark)
    return [*parts, text[start:end]]


def shown(value: Any) -> str:
    """A value of a body as a person reads it: a text as it is, anything else as JSON."""
    try:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "…"
