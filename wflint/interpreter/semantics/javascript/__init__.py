"""The semantics of JavaScript, and so of TypeScript: one table of operations, which are plain functions in modules of their own."""

from __future__ import annotations

from wflint.interpreter.classes import class_env, class_member, external_bases, own_bases
from wflint.interpreter.semantics.javascript.arrays import array_method, unknown_method
from wflint.interpreter.semantics.javascript.classes import (
    construct,
    default_of,
    disposed,
    has_kind,
    member,
    some_member,
    symbolic_instance,
)
from wflint.interpreter.semantics.javascript.facts import facts_of_call, facts_of_method, facts_of_type
from wflint.interpreter.semantics.javascript.language import (
    as_is,
    called_name,
    global_value,
    imported_name,
    nothing_entered,
    nothing_known,
    starts,
)
from wflint.interpreter.semantics.javascript.methods import FUNCTION_METHODS, known_method
from wflint.interpreter.semantics.javascript.models import known_call
from wflint.interpreter.semantics.javascript.objects import SIZES, iterated, own_member
from wflint.interpreter.semantics.javascript.operations import compare, fold, is_missing, short_cut, truth
from wflint.interpreter.semantics.javascript.text import as_text, formatted


class JavaScriptSemantics:
    """JavaScript's answers to the interpreter; see `Semantics` for what each one is."""

    attributes_are_items = True
    sizes = SIZES
    function_methods = FUNCTION_METHODS
    methods_are_bound = False
    makers = frozenset({"constructor"})
    awaits_items = True
    imported_name = staticmethod(imported_name)
    called_name = staticmethod(called_name)
    global_value = staticmethod(global_value)
    starts = staticmethod(starts)
    truth = staticmethod(truth)
    operate = staticmethod(fold)
    is_missing = staticmethod(is_missing)
    short_cut = staticmethod(short_cut)
    compare = staticmethod(compare)
    as_text = staticmethod(as_text)
    formatted = staticmethod(formatted)
    known_call = staticmethod(known_call)
    call_facts = staticmethod(facts_of_call)
    type_facts = staticmethod(facts_of_type)
    method_facts = staticmethod(facts_of_method)
    known_method = staticmethod(known_method)
    unknown_method = staticmethod(unknown_method)
    own_member = staticmethod(own_member)
    container_method = staticmethod(array_method)
    data_method = staticmethod(nothing_known)
    made = staticmethod(as_is)
    method_result = staticmethod(as_is)
    class_env = staticmethod(class_env)
    external_bases = staticmethod(external_bases)
    is_enum = staticmethod(has_kind)
    own_bases = staticmethod(own_bases)
    is_model = staticmethod(has_kind)
    some_member = staticmethod(some_member)
    class_member = staticmethod(class_member)
    member = staticmethod(member)
    default_of = staticmethod(default_of)
    symbolic_instance = staticmethod(symbolic_instance)
    construct = staticmethod(construct)
    iterated = staticmethod(iterated)
    enter = staticmethod(nothing_entered)
    leave = staticmethod(disposed)
