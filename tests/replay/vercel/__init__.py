"""Workflows of the Workflow SDK, run on the real one."""
