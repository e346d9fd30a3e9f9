"""The lowest and the highest versions that pyproject.toml allows: installed from the registry, and tried.

`python -m tests.soak versions [lowest|highest]`. Each gets an environment of its own, in which the part of the tests
runs that meets every library. Needs a registry, through pip as it is set up.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = (
    "tests/profile",
    "tests/catalog",
    "tests/callback/test_cipher.py",
    "tests/callback/test_fire.py",
    "tests/callback/test_tls.py",
    "tests/receiver/test_receiver.py",
    "tests/store/test_sealing.py",
    "tests/cli/test_every_command.py",
    "tests/tui/test_profiles_screen.py",
    "tests/tui/test_wizard_walk.py",
    "tests/tui/test_test_fire.py",
)


def main(arguments: list[str]) -> None:
    """Both, or the one that was asked for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for which in arguments or ("lowest", "highest"):
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            told = _try(Path(folder), which, project["dependencies"])
        print(f"{which}: {told}; {time.monotonic() - began:.0f} s", flush=True)


def _try(folder: Path, which: str, dependencies: list[str]) -> str:
    python = folder / "venv" / "bin" / "python"
    source = folder / "source"  # a copy, which nobody changes meanwhile
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(".*", "__pycache__", "screenshots"))
    constraints = folder / "constraints"
    constraints.write_text("".join(f"{lowest(each)}\n" for each in dependencies) if which == "lowest" else "")
    _run(sys.executable, "-m", "venv", str(folder / "venv"))
    _run(
        str(python), "-m", "pip", "install", "-q", "-c", str(constraints), "-e", f"{source}[test]", at=source
    )
    names = [lowest(each).partition("==")[0] for each in dependencies]
    lines = _run(str(python), "-m", "pip", "freeze").splitlines()
    installed = dict(line.lower().split("==") for line in lines if "==" in line)
    done = _run(str(python), "-m", "pytest", "-n", "2", "-p", "no:cacheprovider", *PARTS, at=source)
    return ", ".join(f"{name} {installed[name]}" for name in names) + f": {done.strip().splitlines()[-1]}"


def lowest(requirement: str) -> str:
    """`name>=1.2,<3` as `name==1.2`."""
    name, _, bounds = requirement.partition(">=")
    return f"{name}=={bounds.partition(',')[0]}"


def _run(*command: str, at: Path = ROOT) -> str:
    done = subprocess.run(command, cwd=at, capture_output=True, text=True, check=False)
    errors = "\n".join(line for line in done.stderr.splitlines() if not line.startswith("WARNING"))
    assert done.returncode == 0, f"{' '.join(command[1:5])}: {done.stdout[-3000:]}{errors[-3000:]}"
    return done.stdout
