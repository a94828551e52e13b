"""What the analysis itself knows of libraries, one module each."""
