"""What a rule is, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from wflint.domain.taint import Site
from wflint.engines import Profile
from wflint.findings import Applicability, InFlight, Level, Role, Span
from wflint.ir.rewriting import Rewriter, Rewritten
from wflint.model.handler import Handler
from wflint.model.project_context import ProjectContext


def always(_: Profile) -> bool:
    """Of a rule that holds for every engine."""
    return True


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's metadata; its name is that of its module, its documentation the module's docstring.

    Attributes:
        code: Its permanent code.
        summary: What it finds, one sentence.
        level: How bad it is at worst.
        whoever_calls: Whether it also holds for workflow helpers that nothing in the project calls.
        applies: Whether what it finds goes wrong with an engine.
    """

    code: str
    summary: str
    level: Level
    whoever_calls: bool = True
    applies: Callable[[Profile], bool] = always


@dataclass(frozen=True, slots=True)
class Note:
    """A related place with what there is to say about it."""

    site: Site | Span
    message: str
    role: Role = Role.NOTE


@dataclass(frozen=True, slots=True)
class FixDraft:
    """A fix that nobody has written yet.

    Attributes:
        message: What it does, in the imperative.
        in_flight: Whether runs in flight during the deploy live on.
        rewrite: Asks the front end for it.
        applicability: Safe or unsafe, where the front end has no doubts of its own.
        reveals: Whether code runs then that has not run before, about which there may be more to say.
        renames: Whether a step gets another name, by which no engine finds it again.
    """

    message: str
    in_flight: InFlight
    rewrite: Callable[[Rewriter], Rewritten]
    applicability: Applicability = Applicability.SAFE
    reveals: bool = False
    renames: bool = False

    def with_engine(self, engine: Profile) -> FixDraft:
        """The same with an engine, some of which find steps by name, whatever is added before them."""
        survives = engine.identity.is_by_name and not self.renames
        return replace(self, in_flight=InFlight.KEEPS) if survives else self


def keeps(message: str, rewrite: Callable[[Rewriter], Rewritten]) -> FixDraft:
    """A safe fix that runs in flight survive."""
    return FixDraft(message, InFlight.KEEPS, rewrite)


def breaks(message: str, rewrite: Callable[[Rewriter], Rewritten]) -> FixDraft:
    """A safe fix that adds or moves a step."""
    return FixDraft(message, InFlight.BREAKS, rewrite)


def renames(message: str, rewrite: Callable[[Rewriter], Rewritten]) -> FixDraft:
    """A safe fix that renames a step."""
    return FixDraft(message, InFlight.BREAKS, rewrite, renames=True)


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding whose places are still nodes: spans are computed when it is reported.

    Attributes:
        level: How bad it is here.
        message: What happens at run time, one sentence without a full stop; reporting it gives it its capital letter.
        site: Where it is; a span in files that hold no code.
        label: What stands under the code there.
        notes: Other places that tell the story.
        help: What to do instead.
        secret: Whether what stands there must not be shown.
        fix: How to mend it, where that can be said.
    """

    level: Level
    message: str
    site: Site | Span
    label: str
    notes: tuple[Note, ...] = ()
    help: str = ""
    secret: bool = False
    fix: FixDraft | None = None


Check = Callable[[Handler], Iterator[Draft]]
CheckProject = Callable[[ProjectContext], Iterator[Draft]]


def handler_note(handler: Handler) -> Note:
    """The note that reminds of replay at the handler's name."""
    if handler.is_served:
        replay = handler.profile.replay
        return Note(
            handler.site, f"this {replay.handler} runs again from the top {replay.every}", Role.HANDLER
        )
    return Note(
        handler.site, "this workflow helper runs again whenever its handler is replayed", Role.HANDLER
    )


def chain_notes(chain: tuple[Site, ...], message: str) -> tuple[Note, ...]:
    """Notes along a cause chain; the first link is the finding's own place, `message` stands at the last."""
    links = chain[1:]
    return tuple(
        Note(site, message if place == len(links) - 1 else "which calls this", Role.CAUSE)
        for place, site in enumerate(links)
    )
