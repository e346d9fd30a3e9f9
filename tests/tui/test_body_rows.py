"""The body editor draws only what has changed: what stands on the screen is what drawing all of it anew would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.wizard_support import add_profile, email
from wizard.tui.widgets.body_editor import BodyEditor

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.wizard_support import Session

MANY = "{\n" + ",\n".join(f'  "key_{n}": "a value of some length {n}, wrapped"' for n in range(60)) + "\n}"
BODIES = {
    "short": '{"a": ["<message_id>", "<unknown>", 1.5, true]}',
    "many lines": MANY,
    "long line": MANY.replace("\n", "") + " " * 4_000,
    "wide": '{\n\t"漢字": "🙂 naïve 値 値値値値値値値値値値値値値値値値値値値値値値値値",\n\t"e\u0301": "x\x07y"\n}',
}
WALKS = (
    "Q enter Q left left backspace up end enter < m ctrl+z ctrl+z",
    "ctrl+end x up up home delete delete enter pageup pagedown ctrl+home shift+down shift+right q",
    "shift+end down down right right shift+ctrl+end backspace { ctrl+z ctrl+y ctrl+z ctrl+a",
)


def picture(wizard: Session, editor: BodyEditor) -> list[list[tuple[str, object]]]:
    """How the editor stands on the screen: text and style, run by run."""
    place = editor.region
    rows = wizard.app.screen._compositor.render_strips()[place.y : place.bottom]
    return [[(part.text, part.style) for part in row.crop(place.x, place.right).simplify()] for row in rows]


@pytest.mark.parametrize("walk", WALKS)
@pytest.mark.parametrize("body", BODIES)
async def test_after_each_key_the_rows_are_those_of_a_new_picture(
    tmp_path: Path, body: str, walk: str
) -> None:
    async with add_profile(tmp_path, email(body=BODIES[body]), step=2) as wizard:
        editor = wizard.screen.query_one(BodyEditor)
        editor.cursor_blink = False
        for key in walk.split():
            await wizard.press(key)
            seen = picture(wizard, editor)
            editor.notify_style_update()  # forgets what was drawn
            editor.refresh()
            await wizard.settle()
            assert picture(wizard, editor) == seen, key


@pytest.mark.parametrize("shape", ["many lines", "one line", "one wide line"])
async def test_what_is_typed_fast_into_a_megabyte_comes_in_order_and_into_the_draft(
    tmp_path: Path, shape: str
) -> None:
    value = "値 🙂 naïve" if shape == "one wide line" else "a value of some length"
    body = "{\n" + ",\n".join(f'"key_{n}": "{value} {n}"' for n in range(27_000)) + "\n}"
    if shape != "many lines":
        body = body.replace("\n", "")
    async with add_profile(tmp_path, email(body=body), step=2) as wizard:
        for key in ("right", *"abc", "enter", *"de", "backspace", "f"):
            wizard._key(key)
        changed = "{abc\ndf" + body[1:]
        screen = wizard.screen
        await wizard.until(lambda: screen.profile.body == changed, "what was typed")
        await wizard.until(lambda: any(problem.line for problem in screen.problems), "what is wrong with it")
        assert (screen.problems[0].line, screen.problems[0].column) == (1, 2)
        await wizard.until(lambda: "draft saved" in wizard.text, "the draft")
        assert [draft.profile.body for draft in wizard.app.store.drafts()] == [changed]
