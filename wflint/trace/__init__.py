"""What a handler does when it runs: events, the control-flow graph over them, counts, exceptions."""
