"""Follows handlers abstractly and builds the workflow model that the rules read."""
