"""Cases for the doctor, made by other people's ciphers: Node's crypto in one process, openssl in another."""

from __future__ import annotations

import base64
import json
import shlex
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

KEYS = {
    128: "K1abcdefghijkl2P",
    192: "K1abcdefghijklmnopqrst2P",
    256: "K1abcdefghijklmnopqrstuvwxyz012P",
}
IV = "POabcdefghijklLY"


@cache
def node_cases() -> tuple[dict[str, Any], ...]:
    """Every case of made_cases.mjs, whose head says what one holds."""
    made = subprocess.run(
        ["node", Path(__file__).with_name("made_cases.mjs")], capture_output=True, check=True
    )
    return tuple(json.loads(made.stdout))


@cache
def openssl(*commands: tuple[str, ...]) -> tuple[bytes, ...]:
    """What each `(text, argument...)` of `openssl enc` prints, all in one shell."""
    script = "\n".join(
        f"printf %s {shlex.quote(text)} | openssl enc {shlex.join(arguments)} | base64 -w0; echo"
        for text, *arguments in commands
    )
    made = subprocess.run(["sh", "-c", script], capture_output=True, check=True)
    return tuple(base64.b64decode(line) for line in made.stdout.split(b"\n")[:-1])


def enc(
    mode: str, bits: int, text: str, key: bytes | None = None, iv: bytes | None = None
) -> tuple[str, ...]:
    """The arguments that encrypt a text in that mode."""
    raw_key, raw_iv = key or KEYS[bits].encode(), iv or IV.encode()
    vector = () if mode == "ecb" else ("-iv", raw_iv.hex())
    return (text, f"-aes-{bits}-{mode}", "-K", raw_key.hex(), *vector)
