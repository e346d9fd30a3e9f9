"""The way from a request to bytes on a connection and back, with a record of how far it went."""
