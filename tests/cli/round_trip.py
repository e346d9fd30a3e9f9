"""Valid profiles of many kinds, and their way out of a store, into another and out again."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

from tests.cli.conftest import document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ended

NAMES = ("message_id", "delivery_status", "from_mail", "recipient_mail", "delivery_time", "error_code")
TITLES = ("profile", "配送状態", "بريد", "Zustellung über", "πρoφίλ", "3rd-profile_x")
ODD = (
    'quote " and \\ and \\n',
    "'''",
    '"""',
    "日本語 é 👩‍🔬",
    "<not_ours>",
    "tab\\u0009",
    "${HOME}",
    "",
    " ",
    "\u2028",
)
VALUES = (
    "1",
    "s3cret" * 3,
    "a 'b' \"c\"",
    "${HOOK_KEY}",
    "Bearer ${TOKEN}",
    "$${literal}",
    "# no comment",
    "é",
)
HEADERS = ("x-a", "api-key", "X-A", "x-note", "Authorization", "accept")


def made(number: int) -> dict[str, Any]:
    """A valid profile as a JSON file has it, another one for each number."""
    chance = random.Random(number)
    keys = document(title=f"{chance.choice(TITLES)} {number}", body=_body(chance))
    if chance.random() < 0.5:
        # Doubled names, in an order that has to stay.
        names = chance.sample(HEADERS, chance.randint(1, 4))
        keys["headers"] = [_header(chance, name) for name in names]
    if chance.random() < 0.5:
        size = chance.choice((128, 192, 256))
        keys["encryption"] = {
            "algorithm": f"AES-{size}-{chance.choice(('CFB', 'GCM'))}",
            "key": chance.choice(("${HOOK_AES_KEY}", "hex:" + chance.randbytes(size // 8).hex())),
            "iv": chance.choice(("0123456789abcdef", "POabcdefghijklLY")),
            "encoding": chance.choice(("base64", "base64url", "hex")),
            "tag": chance.choice(("after", "before")),
        }
    keys["body_format"] = chance.choice(("json", "form-data", "urlencoded"))
    if chance.random() < 0.2:
        keys["test"] = {"timeout": chance.choice((6, 20, 30.25)), "verify": False}
    if chance.random() < 0.2:
        keys["value_sets"] = {"a set": {"error_code": "550", "message_id": chance.choice(ODD)}}
    return keys


def _header(chance: random.Random, name: str) -> dict[str, Any]:
    secret = chance.choice(({}, {}, {"secret": True}, {"secret": False}))
    return {"name": name, "value": chance.choice(VALUES), **secret}


def _body(chance: random.Random) -> str:
    """The text of a body that starts with some variables of the channel."""
    names = chance.sample(NAMES, chance.randint(1, len(NAMES)))
    entries = [f'"{name}":{" " * chance.randint(0, 3)}"<{name}>"' for name in names]
    for place in range(chance.randint(0, 3)):
        value = json.dumps(chance.choice(ODD), ensure_ascii=chance.random() < 0.5)
        entries.append(f'"k{place}": {chance.choice((value, f"[{value}, 1.50]", f"{{ {value}:null }}"))}')
    between = chance.choice((", ", ",", ",\n  ", " ,\r\n\t"))
    return "{" + between.join(entries) + chance.choice(("}", "\n}", "\n}\n"))


def there_and_back(run: Callable[..., Ended], folder: Path, form: str, count: int) -> int:
    """Import so many profiles into a store, export them, import that into another store and export again.

    The bytes of either export. Raises AssertionError where they differ, or something was lost on the way.
    """
    ended = run("import", "-", stdin=json.dumps([made(number) for number in range(count)]))
    assert ended.status == 0, ended.err[:2000]
    assert ended.out.count("\n") == count
    exports = []
    for number, store in enumerate(("one.db", "other.db")):
        arguments = ("--store", store) if number else ()
        if number:
            assert run("import", f"0.{form}", *arguments).status == 0
        assert run("export", "--reveal", "-o", f"{number}.{form}", *arguments).status == 0
        exports.append((folder / f"{number}.{form}").read_bytes())
    assert exports[0] == exports[1]
    assert all(text in exports[0] for text in (b"profile 1", "配送状態".encode()))
    return len(exports[0])
