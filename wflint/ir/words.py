"""Terms in messages that depend on the language of the code."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wflint.record import record


@record
class Words:
    """How a language writes what messages and help lines mention.

    The texts go into backticks as they are; in the templates, `{}` or a name in braces stands for code.

    Attributes:
        language: The language's name, `Python`.
        null: The value that stands for none.
        catch: The keyword of a clause that catches exceptions.
        switch: The keyword of a choice between cases.
        default: How the case is called that takes everything else; empty where it is a pattern like any other.
        else_if: The keywords of a branch that has another condition.
        negation: How a condition `{}` is turned round.
        async_for: The keywords of a loop that waits for each item.
        each: The keyword between the variable of a loop and what it goes through.
        holding: The keyword of a block, or a variable, that holds something until it is left.
        list_of: The type of a list of `{}`.
        unawaited: What is said of a step that nobody awaits.
        types: What types of plain data are called, by their names in Python.
        rethrow: A clause that lets exceptions of the type `{}` pass.
        error_as_data: A statement that returns what is known of a caught exception as data.
        function: An anonymous function without parameters that returns `{}`.
        template: Text with holes; `{}` stands for what is between its quotes.
        hole: A hole in such a text that holds `{}`.
        brace: How such a text writes a brace that begins no hole, of each kind.
        sorted: The items of `{}` in their order.
        handed_over: What stands for a function `{}` where it is handed over to be called without arguments.
        bound_call: A function without parameters that calls `{function}` with `{arguments}`.
        surplus: What happens where the call `{call}` is given more than it takes, in the first `{one}`; `{what}` says why.
        not_awaitable: What becomes of a handler that gives nothing that can be awaited, as the end of a sentence.
        raising: How another exception is raised, in the imperative.
        coroutine: What an async function gives that has not been awaited.
        not_callable: How calling an object of the type `{}` fails.
        bound_function: An anonymous function that binds `{names}` when it is made and returns `{body}`.
        async_function: The keywords that define an async function.
        sync_function: The keywords that define any other function.
        encode_json: What makes JSON of a value.
        as_whole: What makes a whole number of the number `{}`.
        as_copy: What makes a copy of the data `{}` and all that it holds.
        as_text: What makes text of the value `{}`.
        mapping: What a JSON object becomes, with its article.
        sequence: What a JSON array becomes, with its article.
        place: Where something lies in `{whole}`, below the keys `{keys}`.
        key: A key in such a place.
        object_text: The text of an object that says nothing of it; empty where its text says what it holds.
        numbered: What gives the items of something with their numbers.
        own_variable: How each round of a loop gets the variables `{}` of its own; empty where a loop has none.
        delete: The keyword that takes an item away.
        no_key: The error where an item is taken away that is not there, of the key `{}`; empty where there is none.
        run_coroutine: What runs the coroutine `{}` to its end.
        no_attribute: What happens where an attribute `{name}` is read of `{owner}`, which has none of that name.
        missing: What happens where the handler reads an attribute that its context lacks.
        nothing_asked: What happens where a method `{name}` of the value that stands for none is called.
        keyword: How an argument is called that is given by the name `{}`.
        throw: What code does to an exception.
        declared: A statement that makes a variable `{name}` of `{value}`.
        fields_may_lack: Whether reading a field that is not there gives `null`, and fails only where more is asked of it.
        setting: How code reads the variable `{}` of the environment.
        written: Spells a constant.
        together: What waits for several coroutines or promises.
    """

    language: str
    null: str
    catch: str
    switch: str
    default: str
    else_if: str
    negation: str
    async_for: str
    each: str
    holding: str
    list_of: str
    unawaited: str
    types: Mapping[str, str]
    rethrow: str
    error_as_data: str
    function: str
    template: str
    hole: str
    brace: dict[str, str]
    sorted: str
    handed_over: str
    bound_call: str
    surplus: str
    not_awaitable: str
    raising: str
    coroutine: str
    not_callable: str
    bound_function: str
    async_function: str
    sync_function: str
    encode_json: str
    as_whole: str
    as_copy: str
    as_text: str
    mapping: str
    sequence: str
    place: str
    key: str
    object_text: str
    numbered: str
    own_variable: str
    delete: str
    no_key: str
    run_coroutine: str
    no_attribute: str
    missing: str
    nothing_asked: str
    setting: str
    declared: str
    fields_may_lack: bool
    throw: str
    keyword: str
    written: Callable[[object], str]
    together: str
