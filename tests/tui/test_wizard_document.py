"""The editor's quick wrapping says what Textual's own says, after any edit."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from textual.document._document import Document
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Offset

from wizard.tui.widgets.body_document import LONG, BodyDocument, BodyLines

TEXT = st.text(st.sampled_from('{}", :<>ab \t\nß漢🙂\u0301\u3000'), max_size=60)


def shape(lines: WrappedDocument) -> tuple[object, ...]:
    """All that is drawn, and where each place in the text stands."""
    every = range(lines.document.line_count)
    places = [(index, column) for index in every for column in range(len(lines.document[index]) + 1)]
    return (
        lines.height,
        [[*lines.get_sections(index)] for index in every],
        [lines.get_tab_widths(index) for index in every],
        [lines.location_to_offset(place) for place in places],
        [lines.offset_to_location(Offset(x, y)) for y in range(lines.height) for x in (0, 1, 5, 99)],
    )


@settings(max_examples=150, deadline=None)
@given(
    TEXT, st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), TEXT), max_size=4), st.integers(0, 20)
)
def test_wrapping_after_edits_is_what_wrapping_anew_gives(
    text: str, edits: list[tuple[int, int, str]], width: int
) -> None:
    document = BodyDocument(text)
    lines = BodyLines(document)
    lines.wrap(width)
    for first, last, new in edits:
        places = [(row, column) for row, line in enumerate(document.lines) for column in range(len(line) + 1)]
        start, end = sorted((places[first % len(places)], places[last % len(places)]))
        assert document.get_text_range(start, end) == Document(document.text).get_text_range(start, end)
        result = document.replace_range(start, end, new)
        lines.wrap_range(start, end, result.end_location)
    assert shape(lines) == shape(WrappedDocument(document, width))
    assert document.text == "\n".join(document.lines)


def test_a_very_long_line_is_wrapped_at_the_width_without_regard_for_words() -> None:
    lines = BodyLines(BodyDocument("word " * LONG))
    lines.wrap(7)
    assert lines.get_sections(0)[:2] == ["word wo", "rd word"]
    assert "".join(lines.get_sections(0)) == "word " * LONG
    assert lines.height == -(-5 * LONG // 7)
