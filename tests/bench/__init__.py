"""How fast it is, as ratios against references run side by side; no part of the test suite: `python -m tests.bench`."""
