"""What happens when a handler runs: events, the control-flow graph over them, exceptions."""
