"""List Dynamic Variables: what can be selected, ticked where it stands in the request body."""
