"""Receiver: a local endpoint in the program, and what came to it, opened and checked."""
