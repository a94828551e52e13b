"""The Python front end: the only place that knows LibCST."""
