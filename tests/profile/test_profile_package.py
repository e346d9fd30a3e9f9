from __future__ import annotations

import subprocess
import sys

import wizard.profile

HEAVY = ("textual", "rich", "httpx", "cryptography", "aiohttp", "sqlite3", "asyncio", "socket", "tomlkit", "secrets",
         "urllib.request", "pyperclip", "difflib", "click", "wizard.tui", "wizard.cli")  # fmt: skip


def loaded_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_a_door_pays_only_for_what_it_opens() -> None:
    assert not loaded_by("import wizard.profile") & {*HEAVY, "msgspec", "json", "wizard.profile.body"}
    assert not loaded_by("from wizard.profile import CallbackProfile, Problem") & {
        *HEAVY,
        "wizard.profile.body",
    }
    assert not loaded_by("import wizard.profile.rules, wizard.profile.masking, wizard.profile.files") & set(
        HEAVY
    )


def test_every_public_name_is_there() -> None:
    for name in wizard.profile.__all__:
        assert getattr(wizard.profile, name) is not None
    assert set(wizard.profile.__all__) == set(" ".join(wizard.profile._HOMES.values()).split())
    assert not hasattr(wizard.profile, "nothing_of_the_kind")
