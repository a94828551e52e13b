"""The abstract interpreter: runs handlers without running them, and records what they do.

It follows the code in its own order with abstract values for variables. Every branch is taken, loops run twice (the second
time with what the first may have left behind), and first-party calls are followed. A function that can reach the
context is followed anew at each call (`following`), any other is summarized once (`summarizing`).

The parts are plain functions over an `Evaluator`, which offers the few operations that lead back up; what a language or
a library means is asked of its `Semantics`.
"""
