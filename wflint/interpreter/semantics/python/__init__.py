"""The semantics of Python: one table of operations, which are plain functions in modules of their own."""

from __future__ import annotations

from wflint.domain.types import facts_of_call, facts_of_method, facts_of_type
from wflint.interpreter.classes import class_env, class_member, external_bases, own_bases
from wflint.interpreter.semantics.python.classes import (
    construct,
    default_of,
    is_enum,
    is_model,
    member,
    some_member,
    symbolic_instance,
)
from wflint.interpreter.semantics.python.containers import container_method
from wflint.interpreter.semantics.python.datetimes import still_naive, zoned
from wflint.interpreter.semantics.python.dumps import data_method
from wflint.interpreter.semantics.python.language import (
    called_name,
    global_value,
    imported_name,
    nothing_known,
    starts,
    truth,
)
from wflint.interpreter.semantics.python.models import known_call
from wflint.interpreter.semantics.python.operations import compare, fold, short_cut
from wflint.interpreter.semantics.python.protocols import enter, iterated, leave
from wflint.interpreter.semantics.python.text import as_text, formatted


class PythonSemantics:
    """Python's answers to the interpreter; see `Semantics` for what each one is."""

    attributes_are_items = False
    sizes = frozenset[str]()
    function_methods = frozenset[str]()
    methods_are_bound = True
    makers = frozenset({"__init__", "__new__", "__post_init__", "__set_name__", "__setstate__"})
    awaits_items = False
    imported_name = staticmethod(imported_name)
    called_name = staticmethod(called_name)
    global_value = staticmethod(global_value)
    starts = staticmethod(starts)
    truth = staticmethod(truth)
    operate = staticmethod(fold)
    is_missing = staticmethod(nothing_known)
    short_cut = staticmethod(short_cut)
    compare = staticmethod(compare)
    as_text = staticmethod(as_text)
    formatted = staticmethod(formatted)
    known_call = staticmethod(known_call)
    call_facts = staticmethod(facts_of_call)
    type_facts = staticmethod(facts_of_type)
    method_facts = staticmethod(facts_of_method)
    known_method = staticmethod(nothing_known)
    unknown_method = staticmethod(nothing_known)
    own_member = staticmethod(nothing_known)
    container_method = staticmethod(container_method)
    data_method = staticmethod(data_method)
    made = staticmethod(zoned)
    method_result = staticmethod(still_naive)
    class_env = staticmethod(class_env)
    external_bases = staticmethod(external_bases)
    is_enum = staticmethod(is_enum)
    own_bases = staticmethod(own_bases)
    is_model = staticmethod(is_model)
    some_member = staticmethod(some_member)
    class_member = staticmethod(class_member)
    member = staticmethod(member)
    default_of = staticmethod(default_of)
    symbolic_instance = staticmethod(symbolic_instance)
    construct = staticmethod(construct)
    iterated = staticmethod(iterated)
    enter = staticmethod(enter)
    leave = staticmethod(leave)
