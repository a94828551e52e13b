"""The whole interpreter: its state, and the operations by which its parts call each other."""

from __future__ import annotations

from wflint.domain.env import Env
from wflint.effects.catalogue import Catalogue
from wflint.engines.profile import Profile
from wflint.engines.profile_index import profile_index
from wflint.interpreter import awaiting, calls, expressions, following, statements
from wflint.interpreter.evaluator import Semantics
from wflint.interpreter.facts import HandlerFacts
from wflint.interpreter.frame import Frame
from wflint.interpreter.recording import recording
from wflint.interpreter.state import State, SummaryCache
from wflint.ir import nodes as ir
from wflint.ir.language import Resolver

_MAX_IMPORTS = 12
"""Modules whose top levels are run inside each other, because one needs what the next one binds."""


class Interpreter:
    """Runs modules and handlers abstractly; an `Evaluator` made of the functions of this package."""

    def __init__(
        self, resolver: Resolver, catalogue: Catalogue, profiles: tuple[Profile, ...], semantics: Semantics
    ) -> None:
        """Get ready to run.

        Args:
            resolver: Finds the modules that imports name.
            catalogue: What external calls do.
            profiles: The engines to look for.
            semantics: What the handlers' language means.
        """
        self.state = State(resolver, catalogue, profile_index(profiles))
        self.facts = HandlerFacts()
        self.semantics = semantics

    evaluate = expressions.evaluate
    execute = statements.execute
    assign = statements.assign
    call = calls.call
    follow = following.follow
    await_value = awaiting.await_value

    def globals_of(self, module: ir.Module) -> Env:
        """Return the module-level variables of a module, which runs if it has not run yet."""
        state = self.state
        env = state.globals.get(module)
        if env is None and state.importing >= _MAX_IMPORTS:
            return Env(module)  # not kept: a shorter chain of imports may ask again
        if env is None:
            # Set before the body runs: modules that import each other see what is there so far.
            env = state.globals[module] = Env(module)
            # What a module does when it is imported is always followed: it makes the objects that handlers use.
            discovering, state.discovering = state.discovering, False
            calls, state.calls = state.calls, []
            state.importing += 1
            with recording(self, HandlerFacts()):
                self.execute(Frame(env), module.body.block)
            state.importing -= 1
            state.calls = calls
            state.discovering = discovering
        return env

    def recover(self) -> None:
        """Forget what was being followed when an exception ended it, so that the next function starts anew."""
        state = self.state
        state.stack.clear()
        state.choices.clear()
        state.calls = []
        state.summaries = SummaryCache(state.summaries.final, variants=state.summaries.variants)
        state.importing = 0
        state.discovering = state.pretending = False
