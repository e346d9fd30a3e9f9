"""Campaigns too slow for the test suite: `python -m tests.soak NAME [OPTION...]`.

Each is a module here with a `main(arguments)` that prints its figures and raises AssertionError for what broke.
`python -m tests.soak` lists them; `python -m tests.soak NAME --help` tells of one.
"""

from __future__ import annotations

import ast
import sys
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).parent


def campaigns() -> dict[str, str]:
    """Every campaign by name, with the first sentence of what it says of itself; none is imported for it."""
    modules = {path.stem: ast.parse(path.read_text()) for path in sorted(FOLDER.glob("[a-z]*.py"))}
    return {
        name: (ast.get_docstring(module) or "").partition("\n")[0].partition(":")[0].rstrip(".")
        for name, module in modules.items()
        if any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in module.body)
    }


def main() -> None:
    """Run the campaign that was asked for."""
    name, *arguments = sys.argv[1:] or [""]
    known = campaigns()
    if name not in known:
        width = max(map(len, known))
        listed = "\n".join(f"  {each:{width}}  {about}" for each, about in known.items())
        sys.exit(f"usage: python -m tests.soak NAME [OPTION...]\n\n{listed}")
    campaign = import_module(f"tests.soak.{name}")
    if {"-h", "--help"} & {*arguments} and not hasattr(campaign, "argparse"):
        sys.exit(campaign.__doc__)  # it takes its arguments as they come
    campaign.main(arguments)


if __name__ == "__main__":
    main()
