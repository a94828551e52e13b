"""Feed wflint with code that nobody wrote for it, and look whether it keeps what it promises of every input.

`python -m tools.fuzz` runs a campaign. The same seed makes the same inputs, as long as the files that they are made from
are the same.
"""
