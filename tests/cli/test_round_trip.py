"""Profiles out and in again, byte for byte. WIZARD_TEST_PROFILES sets how many."""

from __future__ import annotations

import json
import os
import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import document

if TYPE_CHECKING:
    from tests.cli.conftest import Wizard

COUNT = int(os.environ.get("WIZARD_TEST_PROFILES", "200"))
NAMES = ("message_id", "delivery_status", "from_mail", "recipient_mail", "delivery_time", "error_code")
ODD = ('quote " and \\ and \\n', "'''", "日本語 é 👩‍🔬", "<not_ours>", "tab\\u0009", "${HOME}", "", " ")


def made(number: int) -> dict[str, Any]:
    """A valid profile, another one for each number."""
    chance = random.Random(number)
    names = chance.sample(NAMES, chance.randint(1, len(NAMES)))
    entries = [f'"{name}":{" " * chance.randint(0, 3)}"<{name}>"' for name in names]
    entries += [f'"k{place}": {json.dumps(chance.choice(ODD))}' for place in range(chance.randint(0, 3))]
    between = chance.choice((", ", ",", ",\n  ", " ,\r\n"))
    keys = document(title=f"profile {number}", body="{" + between.join(entries) + chance.choice(("}", "\n}")))
    if chance.random() < 0.5:
        rows = [("x-a", "1"), ("api-key", "s3cret" * 3), ("X-A", "2"), ("x-note", "a 'b' \"c\"")]
        keys["headers"] = [{"name": name, "value": value} for name, value in chance.sample(rows, 3)]
    if chance.random() < 0.5:
        size = chance.choice((128, 192, 256))
        keys["encryption"] = {
            "algorithm": f"AES-{size}-{chance.choice(('CFB', 'GCM'))}",
            "key": "hex:" + chance.randbytes(size // 8).hex(),
            "iv": "0123456789abcdef",
            "encoding": chance.choice(("base64", "base64url", "hex")),
        }
    keys["body_format"] = chance.choice(("json", "form-data", "urlencoded"))
    return keys


@pytest.mark.parametrize("form", ["toml", "json"])
def test_export_import_export_is_the_same_file(wizard: Wizard, form: str) -> None:
    stdin = json.dumps([made(number) for number in range(COUNT)])
    ended = wizard("import", "-", stdin=stdin)
    assert ended.status == 0, ended.err[:2000]
    assert ended.out.count("\n") == COUNT
    for number, store in enumerate(("profiles.db", "other.db")):
        if number:
            assert wizard("import", f"0.{form}", "--store", store).status == 0
        assert wizard("export", "--reveal", "-o", f"{number}.{form}", "--store", store).status == 0
    first, second = ((wizard.folder / f"{number}.{form}").read_bytes() for number in (0, 1))
    assert first == second
    assert len(first) > COUNT * 200
