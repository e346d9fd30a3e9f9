"""Test callback: choose what happened to an email, fire it at the endpoint, see what came back."""
