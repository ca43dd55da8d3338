"""Discord servers, channels and messages."""
