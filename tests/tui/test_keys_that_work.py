"""The foot of the screen and the palette offer what works now, by its right name, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from tests.snapshots.frame import strips
from tests.snapshots.stage import Stage, stage
from tests.snapshots.ways import SCREENS
from tests.soak.actions import SIZE, offers
from tests.tui.firing_support import email, on_test_screen, serving
from wizard.tui.deliveries.reader import Reader
from wizard.tui.widgets.request_preview import RequestPreview
from wizard.tui.widgets.text_pane import TextPane

if TYPE_CHECKING:
    from pathlib import Path


def foot(on: Stage) -> str:
    return strips(on.app)[-1].text


async def test_escape_says_what_it_does_in_the_list() -> None:
    async with stage([SIZE]) as on:
        await SCREENS["list"](on)
        assert "esc" not in foot(on)
        await on.press("space", "/")
        await on.type("o")
        assert "esc Back" in foot(on)
        await on.press("escape")
        assert "esc Unmark" in foot(on)
        assert "t Test marked  E Export  del Delete" in foot(on)
        await on.press("escape")
        assert "esc Clear" in foot(on)
        assert not on.app.screen.marked
        await on.press("escape")
        await on.sees("6 profiles")
        assert "esc" not in foot(on)


@pytest.mark.parametrize(
    ("screen", "none"),
    [
        (
            "list-empty",
            {"Open", "Edit", "Test", "Copy ID", "Duplicate", "Delete", "Export", "Mark", "Mark all"},
        ),
        ("list-nothing-found", {"Open", "Edit", "Test", "Copy ID", "Delete", "Overview", "Request"}),
        ("deliveries-empty", {"Open", "Again", "Change", "Curl", "Save", "Copy request", "Copy response"}),
        ("receiver-empty", {"Open", "Decrypt", "Fire on", "Save", "Clear", "Copy text", "Fields", "Headers"}),
        ("decrypt-empty", {"Use it", "Duplicate", "Copy", "Copy text", "New paste"}),
        ("variables", {"Open"}),
        ("step-6", {"Next"}),
    ],
)
async def test_what_cannot_work_is_not_offered(screen: str, none: set[str]) -> None:
    async with stage([SIZE]) as on:
        await SCREENS[screen](on)
        await on.rest()
        assert not none & {each.title for each in offers(on)}


async def test_no_two_offers_of_a_screen_have_one_name() -> None:
    for screen in ("test-fired", "step-3"):
        async with stage([SIZE]) as on:
            await SCREENS[screen](on)
            titles = [each.title for each in offers(on)]
            assert len(titles) == len(set(titles)), screen


async def test_the_preview_is_offered_where_it_does_not_stand_already() -> None:
    async with stage([(80, 24), (120, 36)]) as on:
        await SCREENS["step-1"](on)
        assert "F4 Preview" in foot(on)
        await on.pilot.resize_terminal(120, 36)
        await on.sees("Request preview")
        assert "F4" not in foot(on)
        assert "Go to preview" in [each.title for each in offers(on)]
        await on.press("f4")
        assert on.app.focused is on.app.screen.query_one(RequestPreview).query_one(TextPane)
        assert "Go to preview" not in [each.title for each in offers(on)]


async def test_generate_stands_at_the_foot_while_key_or_vector_is_missing() -> None:
    async with stage([SIZE]) as on:
        await SCREENS["step-5"](on)
        assert "^g Generate" in foot(on)
        await on.press("ctrl+g")
        assert "^g" not in foot(on)


async def test_search_is_not_offered_where_its_key_is_a_letter_of_the_search() -> None:
    async with stage([SIZE]) as on:
        assert "/ Search" in foot(on)
        await on.press("/", "/")
        assert on.app.screen.query_one("#search").value == "/"
        assert "Search" not in foot(on)


async def test_the_foot_of_a_test_names_what_comes_next_at_80_columns() -> None:
    async with stage([SIZE]) as on:
        await SCREENS["test"](on)
        for entry in ("Fire", "s Status", "a All", "t Settings", "n Many"):
            assert entry in foot(on)
        await on.press("escape")
        await SCREENS["test-fired"](on)
        for entry in ("Fire", "s Status", "a All", "o Open", "t Settings"):
            assert entry in foot(on)


async def test_fresh_values_are_shown_wherever_they_are_asked_for() -> None:
    async with stage([SIZE]) as on:
        await SCREENS["test-fired"](on)
        await on.press("r")
        await on.sees("POST /email HTTP/1.1")


@pytest.mark.parametrize(
    ("body", "folds"), [(None, []), ({"a": 1}, []), ({"a": [1]}, [1]), ({"a": {"b": [1]}}, [1, 2])]
)
async def test_fold_is_offered_for_json_of_more_than_one_level(
    tmp_path: Path, body: object, folds: list[int]
) -> None:
    async def answer(_: int) -> web.StreamResponse:
        return web.Response(status=204) if body is None else web.json_response(text=json.dumps(body))

    async with serving(answer) as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        await session.press("enter")
        await session.sees("Accepted")
        await session.reads("HTTP/1.1 20")
        panel = session.app.screen.query_one(Reader)
        assert panel.check_action("next_fold", ()) is bool(folds)
        for level in [*folds, None] if folds else []:
            await session.press("z")
            assert panel.fold == level
            assert ("folded" in session.text) is (level is not None)


async def test_the_last_test_is_told_by_a_sign_in_the_colour_of_the_theme() -> None:
    async with stage([SIZE]) as on:
        await SCREENS["list"](on)
        await on.press("end")
        for theme in ("textual-dark", "textual-light"):
            on.app.theme = theme
            await on.rest()
            colours = on.app.theme_variables
            rows = {row.text[2:8]: row for row in strips(on.app)}
            for title, sign, role in (("bounce", "✓ ", "success"), ("unreac", "✗ ", "error")):
                styles = [part.style for part in rows[title] if part.text == sign]
                assert [style.color.name.upper() for style in styles] == [colours[f"text-{role}"].upper()]
