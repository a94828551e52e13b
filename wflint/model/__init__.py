"""The workflow model: handlers, steps and effects, as rules and `explain` see them."""
