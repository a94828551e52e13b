"""A check in parts: files that no import links with others are checked by themselves, in any process, and remembered."""
