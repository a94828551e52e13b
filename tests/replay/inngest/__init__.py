"""Drives Inngest functions on the real SDK with an in-process stand-in for the Inngest server."""
