"""Campaigns too slow for the test suite, each one command: `python -m tests.soak NAME`."""
