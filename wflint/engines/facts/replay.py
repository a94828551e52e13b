"""What replay does, what becomes of data, and what mistakes lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from wflint.engines.facts.samples import bare, filled, wrong_duration
from wflint.engines.facts.section import Fact, Section, code, joined, listed, main
from wflint.engines.facts.spelling import SPELLINGS
from wflint.engines.profile import Profile
from wflint.engines.replay import Consequence, Consequences, Repeated, ReplayTrigger
from wflint.engines.steps import Color, Unit
from wflint.engines.storage import Awaited, Format
from wflint.tables.words import field_texts

WHEN: Final[Mapping[ReplayTrigger, str]] = MappingProxyType(
    {
        ReplayTrigger.EACH_STEP: "after each step",
        ReplayTrigger.SUSPENSION: "after a wait or a failure",
        ReplayTrigger.RECOVERY: "after a crash",
    }
)
"""When a handler runs again from the top, in few words."""

FORMATS: Final[Mapping[Format, str]] = MappingProxyType(
    {
        Format.JSON: "JSON",
        Format.JSON_AS_TEXT: "JSON, else text",
        Format.JSON_STRINGIFY: "JSON.stringify",
        Format.PICKLE: "pickle",
        Format.STRUCTURED: "structured data",
    }
)
"""How results are stored, in few words."""

_REPEATED: Final[Mapping[Repeated, str]] = MappingProxyType(
    {
        Repeated.ALIKE: "only their order tells them apart, and the engine asks for different names",
        Repeated.NUMBERED: "the engine numbers them in the order in which they run",
        Repeated.HARMLESS: "do no harm, since names do not tell steps apart",
    }
)

_LEFT: Final[Mapping[Awaited, str]] = MappingProxyType(
    {
        Awaited.IN_ASYNC_HANDLERS: "in a sync handler",
        Awaited.FROM_ASYNC_FUNCTIONS: "without being async itself",
    }
)
"""Which coroutines nobody awaits."""

_SENTENCES: Final[Mapping[str, str]] = MappingProxyType({"no_step": "The run is rejected with status {}"})
"""The sentence around what a profile says of a mistake, where that is none."""


def replay(profile: Profile) -> Section:
    """Say when code runs again, and how the SDK finds what it has recorded."""
    again, identity = profile.replay, profile.identity
    facts = [
        main(f"a {again.handler} runs again from the top", f"{again.every}, in {again.process}"),
        main("how often", _passes(profile)),
        main(
            "a recorded step is matched by", identity.key.replace("+", " and ").replace("nth", "its number")
        ),
        main("a step has another name on replay", identity.unstable),
        main("several steps of one name", _REPEATED[identity.repeated]),
        Fact("an empty name", _unnamed(profile)),
        Fact("a name that is not text", identity.untyped.message if identity.untyped else "is taken"),
        Fact("suspension", _suspension(profile)),
        Fact("runs in flight that do not find their steps in new code", profile.draining.in_flight),
        main("how to deploy code whose steps have changed", profile.draining.advice),
    ]
    if profile.unrecorded:
        facts.append(Fact("failures of steps that are not recorded", listed(profile.unrecorded)))
    if profile.step_failure is not None:
        said = profile.step_failure.original.format(error="error")
        text = joined(
            code(profile.step_failure.exception), f"{code(said)} is the class that was raised" if said else ""
        )
        facts.append(Fact("a step that has failed raises", text))
    facts.extend(_runtime(profile))
    if profile.waits:
        facts.append(Fact("waiting for several steps and recording which was first", listed(profile.waits)))
    return Section("Replay", tuple(facts))


def _runtime(profile: Profile) -> Iterator[Fact]:
    """Say what the place is like in which the engine runs handlers, where that is one of its own."""
    runtime, handler = profile.runtime, profile.replay.handler
    if runtime is None:
        return
    if runtime.steady:
        yield Fact(f"what a {handler} finds the same in each pass", listed(runtime.steady))
    for each in runtime.lacks:
        sample = (*each.names, *(f"a {effect} call" for effect in each.effects))[0]
        says = each.message.format(name=sample)
        yield Fact(f"not available in a {handler}: {listed((*each.names, *each.effects))}", says)


def _unnamed(profile: Profile) -> str:
    if profile.identity.optional:
        return "the SDK thinks of one"
    return code(profile.identity.unnamed) if profile.identity.unnamed else "is taken"


def _passes(profile: Profile) -> str:
    passes = profile.passes
    if not passes.formula:
        how_often = "once" if passes.start == 1 else f"{passes.start} times"
        return f"what stands before the first step runs {how_often}, however many steps follow"
    posted = passes.formula_of_posted
    times = f"{code(passes.formula)} times"
    if posted:
        times += f" where a client starts it, {code(posted)} times where a request to its own route does"
    extras = f", and {passes.extras}" if passes.extras else ""
    return (
        f"in a run of n steps, what stands before the first step runs {times}{extras}; "
        "what follows step k runs n - k + 1 times"
    )


def _suspension(profile: Profile) -> str:
    suspend = profile.suspend
    if suspend is None:
        return "no exception is raised for it"
    clause = SPELLINGS[profile.engine.language].clause
    caught = "catches it" if suspend.is_common else "does not catch it"
    return joined(
        f"by {code(suspend.exception)}, derived from {code(suspend.base)}: {code(clause)} {caught}",
        "" if suspend.public else "code is not meant to import it",
    )


# --- data ---


def data(profile: Profile) -> Section:
    """Say what results, durations and points in time may be."""
    codec = profile.codec
    first = (
        "the pass that ran the step has the object itself, later ones have what was stored"
        if codec.live
        else "every pass has what was stored"
    )
    refused = "is left out" if codec.drops else f"{code(bare(codec.rejects))} {codec.then}".rstrip()
    facts = [
        main("results", f"a step {codec.kind.stored}; {first}"),
        main("what cannot be stored", refused),
    ]
    if codec.coroutine:
        facts.append(
            Fact(f"a coroutine that a step function returns {_LEFT[codec.awaited]}", codec.coroutine)
        )
    if codec.option:
        facts.append(Fact("another way to store", f"the option {code(codec.option)} of the client"))
    if codec.typed:
        facts.append(Fact("types of results", f"the argument {code(codec.typed)} of a step restores them"))
    return Section("Data", (*facts, *_durations(profile), *_moments(profile)))


def _durations(profile: Profile) -> Iterator[Fact]:
    duration = profile.duration
    if duration is None:
        return
    text = joined(
        f"a whole number counts {duration.unit.value}s",
        f"also {listed(duration.types)}" if duration.types else "",
        f"text such as {duration.example}" if duration.example else "",
    )
    yield main("durations", text)
    for kind, says in duration.rejects.items():
        if says:
            what, happens = wrong_duration(kind, says, profile)
            yield Fact(f"{what} in place of a duration", happens)


def _moments(profile: Profile) -> Iterator[Fact]:
    moment = profile.moment
    if moment is not None:
        asked = f"what has {code(f'{moment.asks}()')}, as a datetime does" if moment.asks else ""
        also = f"{'also ' if asked else ''}{listed(moment.types)}" if moment.types else ""
        yield Fact("points in time", joined(asked, also))


# --- mistakes ---


def mistakes(profile: Profile) -> Section:
    """Say what mistakes lead to, as it was measured."""
    facts = [
        fact
        for name, text in field_texts(Consequences).items()
        for outcome in [getattr(profile.consequences, name)]
        if outcome is not None
        for fact in _outcome(name, text.rstrip("."), outcome, profile)
    ]
    about = "Mistakes that are not listed are harmless with this engine, or nothing is known about them."
    return Section("What mistakes lead to", tuple(facts), about)


def _outcome(name: str, text: str, outcome: Consequence, profile: Profile) -> Iterator[Fact]:
    what = text.partition(":")[0]
    advice = f" What to do: {outcome.help}." if outcome.help else ""
    level = f" ({outcome.level.value})" if outcome.level else ""
    spared = f" Not with {listed(outcome.exempt_calls)}." if outcome.exempt_calls else ""
    sentence = _SENTENCES.get(name, "{}").format(filled(outcome.message, profile, name))
    yield Fact(what, f"{sentence}.{level}{spared}{advice}", mistake=name)
    if outcome.sync is not None:
        sentence = filled(outcome.sync, profile, name)
        yield Fact(f"{what}, in a sync handler", f"{sentence}.{level}", mistake=name)


# --- fixes ---


def new_steps(profile: Profile) -> Section:
    """Say how fixes and messages write steps."""
    new = profile.new_step
    colors = {each.color for each in profile.handler}
    facts = [
        Fact(f"{what}, {color.value}", code(f"{awaits}{written(template, profile)}"))
        for color, awaits in ((Color.SYNC, ""), (Color.ASYNC, "await "))
        if colors & {color, None}
        for what, template in (("runs `work`", new.run_by(color)), ("sleeps", new.sleep_by(color)))
    ]
    return Section("How fixes write steps", tuple(facts))


def written(template: str, profile: Profile) -> str:
    """Fill in the template of a step as an example."""
    duration = "10_000" if profile.duration and profile.duration.unit is Unit.MILLISECOND else "10"
    parts = {"context": profile.new_step.example, "name": '"name"', "function": "work", "duration": duration}
    return imported(template).format_map(parts)


def imported(template: str) -> str:
    """Resolve the imports of a template: `<dbos.DBOS>` is `DBOS`."""
    before, opening, rest = template.partition("<")
    name, closing, after = rest.partition(">")
    if not (opening and closing):
        return template
    return f"{before}{name.rpartition('.')[2]}{imported(after)}"
