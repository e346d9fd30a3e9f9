"""What the program is built on: few, bounded, and in versions that were tried."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
EVERY = [Requirement(text) for texts in (PROJECT["dependencies"], *EXTRAS.values()) for text in texts]
LOCK = {
    canonicalize_name(name): Version(version)
    for name, _, version in (
        line.partition("==")
        for line in (ROOT / "tests/requirements.lock").read_text().splitlines()
        if not line.startswith("#")
    )
}


@pytest.mark.parametrize("requirement", EVERY, ids=str)
def test_a_dependency_is_bounded_below_and_by_its_next_major_version(requirement: Requirement) -> None:
    bounds = {specifier.operator: Version(specifier.version) for specifier in requirement.specifier}
    assert set(bounds) == {">=", "<"}
    assert bounds["<"].release[1:] in ((), (0,)), "the upper bound is a major version"


def test_the_lock_has_a_version_that_fits_of_all_that_the_tests_need() -> None:
    needed = [Requirement(text) for text in [*PROJECT["dependencies"], *EXTRAS["test"]]]
    misfits = [
        str(each)
        for each in needed
        if (version := LOCK.get(canonicalize_name(each.name))) is None or version not in each.specifier
    ]
    assert not misfits, "run: pip freeze --exclude-editable > tests/requirements.lock"
