"""A person's own settings, chosen on the screens."""
