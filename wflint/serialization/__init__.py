"""JSON and pickle: what they reject, and what values are after them."""
