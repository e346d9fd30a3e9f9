"""The figures as text, for a terminal and for the README."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.sides import Figure, Growth

HEADS = ("what", "ours", "reference", "", "ratio (half of the pairs)", "budget")


def number(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def row(figure: Figure) -> tuple[str, ...]:
    """The cells of one figure."""
    low, _, high = quantiles(figure.ratios, n=4)
    mark = "  missed" if figure.kept is False else ""
    return (
        figure.what,
        f"{number(median(figure.ours))} {figure.unit}",
        f"{number(median(figure.others))} {figure.unit}",
        figure.against,
        f"{figure.ratio:.2f} ({low:.2f}–{high:.2f})",
        budget(figure) + mark,
    )


def budget(figure: Figure) -> str:
    """What it may be at most, or must be at least; nothing where nobody said."""
    if figure.most is not None:
        return f"≤ {number(figure.most)} {figure.unit}"
    if figure.budget is None:
        return ""
    return f"{'≥' if figure.more_is_better else '≤'} {figure.budget:.2f}"


def growth_rows(growths: Sequence[Growth]) -> list[tuple[str, ...]]:
    """A line a figure, a column a size; all of the same kind of size."""
    sizes = sorted({size for growth in growths for size in growth.by_size})
    rows = [(growths[0].of, *(f"{size:,}" for size in sizes), "")]
    for growth in growths:
        values = [number(growth.by_size[size]) if size in growth.by_size else "" for size in sizes]
        rows.append((f"{growth.what}, {growth.unit}", *values, growth.why))
    return rows


def plain(rows: Sequence[tuple[str, ...]]) -> str:
    """Columns side by side."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(each, widths, strict=True)) for each in rows)
    return "\n".join(line.rstrip() for line in lines)


def markdown(rows: Sequence[tuple[str, ...]]) -> str:
    """A table of the README."""
    lines = ["| " + " | ".join(each) + " |" for each in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)


def machine() -> str:
    """What it ran on."""
    import sqlite3
    from importlib.metadata import version

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    loads = Path("/proc/loadavg").read_text().split()[0] if Path("/proc/loadavg").exists() else "?"
    return (
        f"{cores} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"Python {sys.version.split()[0]}, Textual {version('textual')}, SQLite {sqlite3.sqlite_version}, load {loads}"
    )
