"""Deliveries: what was fired and what came of it, to be found, read, compared and fired again."""
