"""Drives Windmill's workflows as code on the real SDK, with checkpoints in memory in place of the server's."""
