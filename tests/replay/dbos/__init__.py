"""Runs workflows on the real DBOS, with a crash and a recovery between their passes."""
