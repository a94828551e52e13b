"""What an SDK looks like in code: handlers, contexts, steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from wflint.engines.facts.samples import bare
from wflint.engines.facts.section import Fact, Section, code, first_of, joined, listed
from wflint.engines.facts.spelling import SPELLINGS, Spelling
from wflint.engines.handlers import CONTEXT, OWN_ARGUMENTS, HandlerPattern, RegistrationStyle
from wflint.engines.profile import Profile
from wflint.engines.steps import ArgumentForwarding, NestedCall, RecordedFunction, StepKind, StepMethod

_HANDED: Final[Mapping[ArgumentForwarding, tuple[str, ...]]] = MappingProxyType(
    {
        ArgumentForwarding.NOTHING: (),
        ArgumentForwarding.POSITIONAL: ("*arguments",),
        ArgumentForwarding.ALL: ("*arguments", "**keywords"),
    }
)


def context_name(profile: Profile) -> str:
    """Say what examples call the whole context; nothing where they have its parts alone."""
    path, example = profile.new_step.path, profile.new_step.example
    if not path:
        return example
    return "" if example == path else example.removesuffix(f".{path}")


def _of_context(profile: Profile, name: str) -> str:
    """Say how examples reach something that the context has."""
    return f"{context_name(profile)}.{name}".removeprefix(".")


# --- handlers ---


def handlers(profile: Profile) -> Section:
    """Say how handlers are recognised, and what can be said when one is registered."""
    facts = [_handler(each, profile) for each in profile.handler if not each.wraps]
    return Section("Handlers", (*_merged(facts), *_registration(profile), *_failure(profile)))


def _merged(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Return one fact for all of which there is the same to say."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    briefs: dict[str, str] = {}
    for fact in facts:
        names[fact.text].append(fact.name)
        briefs[fact.text] = fact.brief[1] if fact.brief else ""
    for text, alike in names.items():
        yield Fact(", ".join(alike), text, (first_of(alike), briefs[text]))


def _registering(pattern: HandlerPattern) -> str:
    """Return how code registers a handler."""
    match pattern.via:
        case RegistrationStyle.DECORATOR:
            return f"@{pattern.pattern}(...)"
        case RegistrationStyle.ARGUMENT:
            return f"{pattern.pattern}({_before(pattern)}handler{_behind(pattern)})"
        case RegistrationStyle.DIRECTIVE:
            return f'"{pattern.pattern}"'


def _handler(pattern: HandlerPattern, profile: Profile) -> Fact:
    name = _registering(pattern)
    is_one = pattern.color is not None and not pattern.either_color
    color = f"{pattern.color.value} functions" if pattern.color and is_one else "sync and async functions"
    called = " and ".join(_taken(each, profile) for each in pattern.takes)
    return Fact(
        code(name),
        joined(
            color,
            "in front of the function's body, or of the file that exports it" if pattern.is_directive else "",
            f"called with {called}" if called else "called with nothing",
            f"takes {listed(pattern.parameters)} by position" if pattern.parameters else "",
            f"takes {listed(pattern.more_options)} by keyword" if pattern.more_options else "",
            "no two handlers may have the same function name" if pattern.unique_names else "",
            f"header names are in {pattern.header_case.value} case" if pattern.header_case else "",
            f"refuses other functions with {code(pattern.rejects)}" if pattern.rejects else "",
        ),
        (code(name), color),
    )


def _before(pattern: HandlerPattern) -> str:
    return "".join(f"{each}, " for each in pattern.parameters[: pattern.function_at])


def _behind(pattern: HandlerPattern) -> str:
    is_last = 0 < pattern.function_at == len(pattern.parameters) - 1
    return "" if is_last else ", ..."


def _taken(what: str, profile: Profile) -> str:
    if what == OWN_ARGUMENTS:
        return "arguments of the run's own"
    if what == CONTEXT:
        return "the context"
    if what.startswith(f"{CONTEXT}."):
        return code(_of_context(profile, what.removeprefix(f"{CONTEXT}.")))
    return f"the {what}"


def _registration(profile: Profile) -> Iterator[Fact]:
    rules, keys = profile.registration, profile.verification
    if rules.options:
        yield Fact("options of a registration", listed(rules.options))
    for client in profile.client:
        yield Fact(f"client of {client.color.value} handlers", listed(client.types))
    if keys:
        text = f"where all of {listed(keys.keys)} are set; the token is read from {code(keys.token)}"
        yield Fact("deliveries are verified", text)
    for secret in profile.secret:
        yield Fact(f"secret: {secret.title}", f"belongs in {code(secret.name)}, not in code")


def _failure(profile: Profile) -> Iterator[Fact]:
    failure = profile.failure
    if failure is None:
        return
    refused = f"of the handler's color, else {code(bare(failure.rejects))}" if failure.rejects else ""
    option = SPELLINGS[profile.engine.language].option.format(failure.option)
    called = f"given as {code(option)}, called with {listed(failure.parameters)}"
    yield Fact("function for runs that have failed for good", joined(called, refused))


# --- contexts ---


def context(profile: Profile) -> Section:
    """Say what the context is, and what it has beside steps."""
    if not profile.context:
        return Section("Context", about="There is none: steps find the run that they belong to without help.")
    whole = context_name(profile)
    types = [
        Fact(
            joined(
                code(_of_context(profile, each.path) if each.path else whole)
                if each.path or whole
                else "all of it",
                each.color.value,
            ),
            listed(each.types),
        )
        for each in profile.context
    ]
    return Section("Context", (*types, *_members(profile), *_absent(profile)))


def _members(profile: Profile) -> Iterator[Fact]:
    members = profile.members
    kinds = {
        "the run's input": members.payload,
        "headers of the request that started the run": members.headers,
        "environment": members.environment,
        "different in each delivery": members.delivery,
        "methods that end the run": members.ending,
        "attributes of contexts of one color": members.one_color,
        "other attributes": members.plain,
    }
    for what, names in kinds.items():
        if names:
            yield Fact(what, listed(_of_context(profile, each) for each in names))
    headers = {
        "headers that differ in each delivery": members.delivery_headers,
        "headers that the SDK removes": members.removed_headers,
    }
    for what, names in headers.items():
        if names:
            yield Fact(what, listed(names))
    if members.extended:
        yield Fact("what else it may have", "whatever middleware adds")


def _absent(profile: Profile) -> Iterator[Fact]:
    for name, instead in profile.absent.items():
        yield Fact(f"{code(_of_context(profile, name))} does not exist", instead)


# --- steps ---


def steps(profile: Profile) -> Section:
    """Say what runs steps."""
    spelling = SPELLINGS[profile.engine.language]
    return Section(
        "Steps",
        (
            *(_recorded(each) for each in profile.recorded),
            *(_step(_of_context(profile, each.method), each, spelling) for each in profile.step),
            *(_step(qualname, each, spelling) for qualname, each in profile.functions.items()),
        ),
    )


def _recorded(each: RecordedFunction) -> Fact:
    named = (
        f"named by {code(f'{each.name}=')}, else as the function" if each.name else "named as the function"
    )
    written = code(f'"{each.pattern}"' if each.directive else f"@{each.pattern}(...)")
    return Fact(
        written,
        joined(
            f"each call of the function {'runs another workflow' if each.kind is StepKind.CHILD else 'is a step'}",
            named,
            "also without parentheses" if each.bare else "",
            _inside(each.inside),
        ),
        (written, "runs another workflow" if each.kind is StepKind.CHILD else "each call is a step"),
    )


def _step(name: str, step: StepMethod, spelling: Spelling) -> Fact:
    handed = _HANDED[step.hands_on]
    own = step.parameters if step.context is None else tuple(dict.fromkeys((step.context, *step.parameters)))
    options = spelling.options(step.keyword_parameters, after_arguments=bool(handed))
    call = f"{name}({', '.join(filter(None, (*own, *handed[:1], options, *handed[1:])))})"
    short = f"{name}({', '.join((*own, '...') if options or handed else own)})"
    return Fact(
        code(call),
        joined(
            _done(step),
            f"{step.color.value}" if step.color else "",
            _named(step),
            f"gives a {code(step.result)}" if step.result else "",
            f"sends {code(step.body)} as JSON" if step.body else "",
            f"in async handlers it is {code(step.twin)}" if step.twin else "",
            _inside(step.inside),
        ),
        (code(short), _done(step)),
    )


def _done(step: StepMethod) -> str:
    match step.kind:
        case StepKind.RUN:
            return f"runs {code(step.function)}" if step.function else "runs a function"
        case StepKind.SLEEP:
            return f"sleeps for {code(step.duration)}" if step.duration else "sleeps"
        case StepKind.SLEEP_UNTIL:
            return f"sleeps until {code(step.moment)}" if step.moment else "sleeps"
        case StepKind.CALL:
            return "sends an HTTP request"
        case StepKind.CHILD:
            return "runs another workflow"
        case StepKind.TOGETHER:
            return f"is not a step, but runs those of {code(step.branches or '')} at once"
        case StepKind.OTHER:
            return "waits for something, or notifies somebody"


def _named(step: StepMethod) -> str:
    if not step.name:
        return ""
    key = f"{code(step.name_key)} in {code(step.name)}" if step.name_key else code(step.name)
    return f"named by {key}{', which travels in an HTTP header' if step.name_in_header else ''}"


def _inside(inside: NestedCall) -> str:
    return "inside another step it is a plain call, and part of that" if inside is NestedCall.PLAIN else ""
