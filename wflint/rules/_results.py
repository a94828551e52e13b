"""What rules share that look at how steps' results are used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wflint.analysis.json_image import Image, Images, result_images
from wflint.analysis.model import Handler
from wflint.analysis.trace import Use, Used
from wflint.analysis.values import Path, Site, StepResult
from wflint.findings import Role
from wflint.rules._rule import Note

_TYPE_TESTS = frozenset({"isinstance", "hasattr", "type", "callable"})
_MEMBERS = {each.__name__: frozenset(dir(each)) for each in (dict, list, str, int, float)}


@dataclass(frozen=True, slots=True)
class ResultUse:
    """One use of a step's result, or of a part of it.

    Attributes:
        used: The use.
        result: What is used.
        images: What it may be after JSON; empty where that is not known.
        site: Where to report it: in the handler, a workflow helper or a step function.
    """

    used: Used
    result: StepResult
    images: Images
    site: Site

    @property
    def types(self) -> set[str]:
        """What it may be, apart from `None`."""
        return {image.type for image in self.images} - {"NoneType"}

    @property
    def inside(self) -> tuple[Note, ...]:
        """Where the use itself stands, if that is in a helper."""
        site = self.used.path[-1]
        return (Note(site, "used here", Role.CAUSE),) if site != self.site else ()


def result_uses(handler: Handler) -> Iterator[ResultUse]:
    """Uses of steps' results; not where the code itself looks of which type they are."""
    found = [
        (event, event.of, outer)
        for event, outer in handler.trail
        if isinstance(event, Used) and isinstance(event.of, StepResult) and event.sure
    ]
    tested = {result.step for used, result, _ in found if _is_type_test(used)}
    for used, result, outer in found:
        if result.step not in tested:
            yield ResultUse(used, result, result_images(result, handler.lineage), _anchor(used, outer))


def _anchor(used: Used, outer: Path) -> Site:
    if used.site != used.path[-1]:
        return used.site  # in a function whose details are not kept
    # A step's function is a call of its own.
    depth = len(outer) + (1 if used.step is not None else 0)
    return used.path[min(depth, len(used.path) - 1)]


def _is_type_test(used: Used) -> bool:
    return used.use is Use.ARGUMENT and used.name.rpartition(".")[2] in _TYPE_TESTS


def where_recorded(use: ResultUse) -> Note:
    """A note at the step whose result is used."""
    step = use.result.step
    node = step.name.node if step.name and step.name.node else step.site.node
    return Note(step.frame.site(node), "this result was stored as JSON", Role.STEP)


def told_once(uses: Iterator[ResultUse]) -> Iterator[ResultUse]:
    """The uses, one a place."""
    told: set[Site] = set()
    for use in uses:
        if use.site not in told:
            told.add(use.site)
            yield use


def missing_attributes(handler: Handler) -> Iterator[ResultUse]:
    """The uses of results that fail with `AttributeError`, whatever the step returned."""
    for use in result_uses(handler):
        images = [image for image in use.images if image.type != "NoneType"]
        if use.used.use is Use.ATTRIBUTE and images and all(_lacks(image, use.used.name) for image in images):
            yield use


def _lacks(image: Image, name: str) -> bool:
    # Text and numbers that were nothing else fail with and without replay, and in plain sight.
    is_told = image.type in ("dict", "list") or image.is_enum
    return is_told and name not in _MEMBERS.get(image.type, ())
