"""The abstract interpreter: runs handlers without running them, and records what they do.

It follows the code in its own order with abstract values for variables. Every branch is taken, loops run twice (the second
time with what the first may have left behind), and first-party calls are followed. A function that can reach the
context is followed anew at each call (`inline`), any other is summarised once (`summaries`).

The interpreter is one class, cut along the kinds of code into a chain of files; each names the methods that it needs
from those behind it in `core`.
"""

from wflint.interpreter.interpreter import Interpreter

__all__ = ["Interpreter"]
