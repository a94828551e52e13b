"""The files of a run: read once, parsed when they are reached."""
