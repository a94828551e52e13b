"""What `JSON.stringify` does: at what it throws, and what it changes or drops without a word."""
