"""Runs rules over a session: suppression, selection, baselines, reports."""
