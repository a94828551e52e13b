"""What JSON and pickle make of values."""
