"""The abstract domain: what an expression may be, where that comes from, and how values are joined."""
