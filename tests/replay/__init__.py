"""Drives real endpoints on the real SDK with an in-process stand-in for the QStash server."""
