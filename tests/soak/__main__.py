"""Campaigns too slow for the test suite: `python -m tests.soak NAME [OPTION...]`.

Each is a module here with a `main(arguments)` that prints its figures and raises AssertionError for what broke.
`python -m tests.soak` lists them; `python -m tests.soak NAME --help` tells of one.
"""

from __future__ import annotations

import sys
from importlib import import_module

CAMPAIGNS = {
    "mutations": "profile files damaged at random, given to add and import",
    "inputs": "200,000 inputs at random wherever something comes in",
    "kills": "kill -9 at any moment of writes, schema changes, commands and typing",
    "writers": "sixteen processes that write to one store at once",
    "full_disk": "a disk that runs full in the middle of a write",
    "power_cut": "power cuts that take back, or tear, whatever was not synced",
    "round_trip": "profiles exported, imported and exported again, byte for byte",
}


def main() -> None:
    """Run the campaign that was asked for."""
    name, *arguments = sys.argv[1:] or [""]
    if name not in CAMPAIGNS:
        width = max(map(len, CAMPAIGNS))
        listed = "\n".join(f"  {each:{width}}  {about}" for each, about in CAMPAIGNS.items())
        sys.exit(f"usage: python -m tests.soak NAME [OPTION...]\n\n{listed}")
    import_module(f"tests.soak.{name}").main(arguments)


if __name__ == "__main__":
    main()
