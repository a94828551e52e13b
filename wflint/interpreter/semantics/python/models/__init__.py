"""Models of libraries, one module each."""
