"""What happened to a firing, as a stable code and in words: which fault it was, what to say, what to try next."""
