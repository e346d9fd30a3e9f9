"""Cases for the doctor, made by other people's ciphers: Node's crypto in one process, openssl in another."""

from __future__ import annotations

import base64
import json
import shlex
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wizard.receiver.doctor import ValueReport

KEYS = {
    128: "K1abcdefghijkl2P",
    192: "K1abcdefghijklmnopqrst2P",
    256: "K1abcdefghijklmnopqrstuvwxyz012P",
}
IV = "POabcdefghijklLY"


@cache
def made_by_node(given: str = "{}") -> dict[str, list[dict[str, Any]]]:
    """The `cases` and `bodies` of made_cases.mjs, whose head says what they hold, and what may be given."""
    program = Path(__file__).with_name("made_cases.mjs")
    made = subprocess.run(["node", program, given], capture_output=True, check=True)
    found: dict[str, list[dict[str, Any]]] = json.loads(made.stdout)
    return found


def node_cases() -> tuple[dict[str, Any], ...]:
    """Every case of values with one mistake."""
    return tuple(made_by_node()["cases"])


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


def faults(case: dict[str, Any], report: ValueReport, *, alone: bool) -> list[str]:
    """What is wrong with the doctor's word on a value of a case; `alone`: it was not judged with its body."""
    found: list[str] = []
    codes = case["codes"]
    if not case["plain"][report.name]:
        # Nothing is nothing in every mode without a tag, and with one it is the tag alone, before and after.
        codes = [*codes, "opened"]
        if alone:
            made = (report.value or "").strip('" \n')
            return [f"{report.name}: made of nothing, {report}"] if made else []
    if report.diagnosis not in codes:
        found.append(f"called {report.diagnosis}: {report.advice}")
    expected = case["plain"][report.name]
    partly = report.diagnosis == "cut-short" or (report.diagnosis == "opened" and "inside" in case["mistake"])
    if report.value is not None and report.value != expected and not partly:
        found.append(f"value {report.value!r}")
    if report.opened != (report.diagnosis == "opened"):
        found.append("opened does not agree with the diagnosis")
    # Which alphabet of base64 it was shows only where one of its own letters stands.
    told = [case["values"][report.name]] if alone else case["values"].values()
    spelling = report.settings.get("encoding", "").startswith("base64") and not any(
        set(t) & set("+/-_") for t in told
    )
    if report.diagnosis == codes[0] and not spelling:
        wrong = {name: text for name, text in case["settings"].items() if report.settings.get(name) != text}
        found += [f"settings lack {wrong}"] if wrong else []
    return [f"{case['algorithm']} {case['encoding']} {report.name}: {fault}" for fault in found]
