"""The names that all profiles together give a meaning to, as tables for quick look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from wflint.engines.handlers import GoneName, HandlerGroup, HandlerPattern, RegistrationStyle
from wflint.engines.profile import Profile
from wflint.engines.steps import Color, RecordedFunction, StepMethod
from wflint.engines.switches import switch_of
from wflint.record import record


@record
class ProfileIndex:
    """What qualified names mean to one of the engines.

    Attributes:
        registrations: What registers handlers, by qualified name and how it takes them.
        registration_classes: Classes whose objects register handlers.
        contexts: Types of contexts.
        suspensions: The exceptions that suspend a pass.
        responses: Types of what steps give that send requests, run other workflows or wait for something.
        events: What steps wait for, as `type.field` of what they give; it is missing where it has not come in time.
        earlier: Ways of earlier SDKs to register handlers, by qualified name.
        registration_words: Plain names; code that registers a handler mentions one of them, or a phrase.
        registration_phrases: Sets of plain names; such code mentions all names of one of them, or a word.
        step_methods: The step methods, by engine and name.
        step_functions: Functions that run steps, by qualified name and engine.
        waits: Functions of SDKs that wait for several coroutines.
        step_decorators: Decorators that make steps of their functions, by qualified name.
        aliases: Callables that do just what another one does, by qualified name.
        delivery_headers: Headers that belong to one pass, in lower case.
        found: Functions that give the context of the handler that runs, by qualified name: the engine, and the part's path.
        groups: What serves several registered handlers, by qualified name.
        gone: What earlier versions of SDKs had, by qualified name and engine.
        opaque: Qualified names of wrappers, and of classes of wrappers, by their last part: code that is not followed.
        sdks: Top-level modules of the engines' SDKs.
        engine_words: Names of engines that their SDKs bear, too, and nothing else does: `workflow` is a word of many programs.
        directives: What directives make of functions, by their text.
    """

    registrations: Mapping[str, Mapping[RegistrationStyle, tuple[Profile, HandlerPattern]]]
    registration_classes: frozenset[str]
    contexts: Mapping[str, tuple[Profile, Color, str]]
    suspensions: frozenset[str]
    responses: frozenset[str]
    events: frozenset[str]
    earlier: Mapping[str, tuple[tuple[Profile, HandlerPattern], ...]]
    registration_words: frozenset[str]
    registration_phrases: frozenset[frozenset[str]]
    step_methods: Mapping[str, Mapping[str, StepMethod]]
    step_functions: Mapping[str, Mapping[str, StepMethod]]
    waits: frozenset[str]
    step_decorators: Mapping[str, tuple[Profile, RecordedFunction]]
    aliases: Mapping[str, str]
    delivery_headers: frozenset[str]
    found: Mapping[str, tuple[Profile, str]]
    groups: Mapping[str, HandlerGroup]
    gone: Mapping[str, tuple[Profile, GoneName]]
    opaque: Mapping[str, frozenset[str]]
    sdks: frozenset[str]
    engine_words: frozenset[str]
    directives: Mapping[str, tuple[Profile, HandlerPattern | RecordedFunction]]

    def is_of_sdk(self, name: str) -> bool:
        """Tell whether a qualified name belongs to the SDK of an engine."""
        return name.partition(".")[0] in self.sdks

    def switch(self, name: str) -> bool | None:
        """Return what a setting says where an engine is used, if its name tells that it is about this."""
        return switch_of(name, self.engine_words)

    def registers(self, mentions: set[str]) -> bool:
        """Tell whether code that mentions some names can register a handler."""
        return not self.registration_words.isdisjoint(mentions) or any(
            hint <= mentions for hint in self.registration_phrases
        )

    def makes_steps(self, mentions: set[str]) -> bool:
        """Tell whether code that mentions some names can make steps of functions."""
        return any(mentions.issuperset(name.split(".")[-2:]) for name in self.step_decorators)

    def wrapper_in(self, path: str, name: str) -> str | None:
        """Return the qualified name of the wrapper that a name at the top of a module's file stands for, if it does.

        The file tells, since how the module is imported is a guess.
        """
        for qualname in self.opaque.get(name, ()):
            parts = qualname.split(".")[:-1]
            module = path.removesuffix(".py").removesuffix("/__init__").split("/")
            if module[-len(parts) :] == parts:
                return qualname
        return None


@lru_cache(maxsize=16)
def profile_index(given: tuple[Profile, ...]) -> ProfileIndex:
    """Lay out the names of some profiles."""
    newest = {profile.id for profile in given}
    profiles = tuple(profile for profile in given if profile.engine.supersedes not in newest)
    patterns = [(profile, pattern) for profile in profiles for pattern in profile.named_handlers]
    owners = (
        each.pattern.rpartition(".")[0] for _, each in patterns if each.via is RegistrationStyle.DECORATOR
    )
    hints = [hint for profile in profiles for hint in profile.registration_hints]
    return ProfileIndex(
        _registrations(patterns),
        frozenset(owners),
        {
            name: (profile, context.color, context.path)
            for profile in profiles
            for context in profile.context
            for name in context.types
        },
        frozenset(name for profile in profiles if profile.suspend for name in profile.suspend.names),
        frozenset(name for profile in profiles for name in _responses(profile)),
        frozenset(each.event_type for profile in profiles for each in profile.waited),
        _earlier(profile for profile in given if profile not in profiles),
        frozenset(name for hint in hints if len(hint) == 1 for name in hint),
        frozenset(hint for hint in hints if len(hint) > 1),
        {profile.id: profile.step_methods for profile in given},
        _step_functions(profiles),
        frozenset(name for profile in profiles for name in profile.waits),
        {
            each.pattern: (profile, each)
            for profile in profiles
            for each in profile.recorded
            if not each.directive
        },
        {name: other for profile in profiles for name, other in profile.same_as.items()},
        frozenset(name for profile in profiles for name in profile.members.delivery_headers),
        {name: (profile, path) for profile in profiles for name, path in profile.found.items()},
        {group.pattern: group for profile in profiles for group in profile.group},
        {name: (profile, gone) for profile in profiles for name, gone in profile.gone.items()},
        _opaque(profiles),
        frozenset(name for profile in profiles for name in profile.engine.imports),
        frozenset(name for profile in profiles for name in profile.names if name in profile.engine.imports),
        {text: (profile, each) for profile in profiles for text, each in profile.directives.items()},
    )


def _responses(profile: Profile) -> Iterator[str]:
    yield from (each.type for each in (profile.response, profile.child_response) if each is not None)
    for each in profile.waited:
        yield from (each.type, each.event_type)


def _registrations(
    patterns: list[tuple[Profile, HandlerPattern]],
) -> dict[str, dict[RegistrationStyle, tuple[Profile, HandlerPattern]]]:
    found: dict[str, dict[RegistrationStyle, tuple[Profile, HandlerPattern]]] = {}
    for profile, pattern in patterns:
        found.setdefault(pattern.pattern, {})[pattern.via] = (profile, pattern)
    return found


def _earlier(profiles: Iterable[Profile]) -> dict[str, tuple[tuple[Profile, HandlerPattern], ...]]:
    found: dict[str, tuple[tuple[Profile, HandlerPattern], ...]] = {}
    for profile in profiles:
        for pattern in profile.handler:
            found[pattern.pattern] = (*found.get(pattern.pattern, ()), (profile, pattern))
    return found


def _step_functions(profiles: tuple[Profile, ...]) -> dict[str, dict[str, StepMethod]]:
    found: dict[str, dict[str, StepMethod]] = {}
    for profile in profiles:
        for name, function in profile.functions.items():
            found.setdefault(name, {})[profile.id] = function
    return found


def _opaque(profiles: tuple[Profile, ...]) -> dict[str, frozenset[str]]:
    wrappers = [each.pattern for profile in profiles for each in profile.handler if each.wraps]
    owners = (name.rpartition(".")[0] for name in wrappers)
    functions = (name for profile in profiles for name in profile.functions)
    found: dict[str, set[str]] = {}
    for name in (*wrappers, *owners, *functions):
        found.setdefault(name.rpartition(".")[2], set()).add(name)
    return {last: frozenset(names) for last, names in found.items()}
