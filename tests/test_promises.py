"""What the README promises: each line names a test that is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_promise_names_a_test() -> None:
    section = (ROOT / "README.md").read_text().partition("## What it promises")[2].partition("\n## ")[0]
    promises = re.split(r"^- ", section.partition("\n\n- ")[2].partition("\n\n")[0], flags=re.MULTILINE)
    assert len(promises) > 10
    for promise in promises:
        named = re.findall(r"<!-- (\S+)::(\w+) -->", promise)
        assert named, promise
        for path, name in named:
            module = ast.parse((ROOT / path).read_text())
            assert name in {getattr(node, "name", "") for node in module.body}, f"{path}::{name}"
