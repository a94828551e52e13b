"""Code actions: a finding's fix, an ignore comment for it, all fixes of a rule, all fixes of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypedDict, cast

from lsprotocol.types import CodeAction, CodeActionKind, CodeActionParams, Command, Range

from wflint.findings import FixClass
from wflint.fixes import SAFE_ONLY, FixPolicy
from wflint.lsp.edits import workspace_edit
from wflint.lsp.fixing import fix_all, fix_one
from wflint.lsp.ignoring import IGNORE_HERE, REASON, can_be_ignored, with_ignore
from wflint.lsp.notebooks import NotebookDocument
from wflint.record import record
from wflint.report.sentences import CLASS_TEXTS
from wflint.report.summary import count

if TYPE_CHECKING:
    from lsprotocol.types import Diagnostic, WorkspaceEdit

    from wflint.errors import InternalError
    from wflint.findings import Finding, Fix
    from wflint.lsp.position_mapper import PositionMapper
    from wflint.lsp.settings import ClientSettings

FIX_ALL: Final = "source.fixAll.wflint"
FIX_ALL_CELLS: Final = f"notebook.{FIX_ALL}"
"""The same in a notebook, where editors ask for what concerns more than one cell by this name."""


class _Target(TypedDict):
    uri: str
    version: int


class ActionData(_Target, total=False):
    """What an action's `data` says, for when the client wants its edit; nothing in it is null, since clients lose that.

    Attributes:
        uri: The document.
        version: The document's version that the action is meant for.
        code: The code of the finding to fix or to ignore, where it is one.
        start: The offset of that finding.
        rule: The name of the rule to fix everywhere, where it is one.
        reason: Why the finding is to be ignored, where it is; otherwise it is to be fixed.
    """

    code: str
    start: int
    rule: str
    reason: str


@record
class DocumentView:
    """A document with its findings, in the order of the code.

    Attributes:
        uri: Its URI.
        display: The file as the check shows it.
        version: Its version.
        placed: The findings with their places.
        others: The findings in other cells of the same notebook.
        settings: What the client sets.
        mapper: The files of the check that the findings come from.
    """

    uri: str
    display: str
    version: int
    placed: Sequence[tuple[Range, Finding]]
    others: Sequence[Finding]
    settings: ClientSettings
    mapper: PositionMapper

    @property
    def findings(self) -> list[Finding]:
        """Return all findings of the file."""
        return [*(finding for _, finding in self.placed), *self.others]

    @property
    def is_cell(self) -> bool:
        """Return whether it is a cell of a notebook."""
        document = self.mapper.present.get(self.mapper.path(self.display))
        return isinstance(document, NotebookDocument)

    def verify(self) -> None:
        """Verify the fixes of all its findings at once."""
        self.mapper.checked.report.fixes.verify_together(self.findings)

    def verified_fix(self, finding: Finding) -> Fix | None:
        """Return the fix of one of the findings, where its result holds by itself."""
        return self.mapper.checked.report.verified_fix_of(finding)

    def all_of(self, rule: str | None = None) -> ActionData:
        """Return the `data` of an action that fixes everything, or everything of a rule."""
        data = ActionData(uri=self.uri, version=self.version)
        if rule is not None:
            data["rule"] = rule
        return data

    def one(self, finding: Finding, reason: str | None = None) -> ActionData:
        """Return the `data` of an action that fixes a finding, or ignores it."""
        start = finding.span.start
        data = ActionData(uri=self.uri, version=self.version, code=finding.code, start=start)
        if reason is not None:
            data["reason"] = reason
        return data

    def finding(self, data: ActionData) -> Finding | None:
        """Return the finding that an action is about."""
        code, start = data.get("code"), data.get("start")
        found = (each for _, each in self.placed if each.code == code and each.span.start == start)
        return next(found, None)


def code_actions(params: CodeActionParams, view: DocumentView) -> list[CodeAction]:
    """Return the actions for a range, without their edits."""
    view.verify()
    there = [
        (place, finding)
        for place, finding in view.placed
        if place.start <= params.range.end and params.range.start <= place.end
    ]
    actions = [
        *(each for place, finding in there for each in _of_finding(place, finding, params, view)),
        *_of_rules([finding for _, finding in there], view),
        *(each for place, finding in there for each in _ignoring(place, finding, params, view)),
        *_of_file(view),
    ]
    only = params.context.only
    return [each for each in actions if only is None or any(_is_of_kind(each, kind) for kind in only)]


def _is_of_kind(action: CodeAction, kind: CodeActionKind | str) -> bool:
    wanted = kind.value if isinstance(kind, CodeActionKind) else kind
    own = action.kind.value if isinstance(action.kind, CodeActionKind) else str(action.kind)
    return not wanted or own == wanted or own.startswith(f"{wanted}.")


def _of_finding(
    place: Range, finding: Finding, params: CodeActionParams, view: DocumentView
) -> Iterator[CodeAction]:
    fix = view.verified_fix(finding)
    if fix is None or not fix.edits:
        return
    unsafe = fix.fix_class is FixClass.UNSAFE
    if view.settings.unsafe_fixes or not unsafe:
        yield CodeAction(
            _title(fix),
            kind=CodeActionKind.QuickFix,
            diagnostics=_same(place, finding, params.context.diagnostics),
            is_preferred=not unsafe,
            data=view.one(finding),
        )


def _ignoring(
    place: Range, finding: Finding, params: CodeActionParams, view: DocumentView
) -> Iterator[CodeAction]:
    if not can_be_ignored(finding):
        return
    diagnostics = _same(place, finding, params.context.diagnostics)
    if view.settings.asks_for_reasons:
        title = f"Ignore {finding.name} here, with a reason"
        command = Command(title, IGNORE_HERE, arguments=[view.one(finding, "")])
        yield CodeAction(title, kind=CodeActionKind.QuickFix, diagnostics=diagnostics, command=command)
    else:
        title = f"Ignore {finding.name} here, then say why"
        data = view.one(finding, REASON)
        yield CodeAction(title, kind=CodeActionKind.QuickFix, diagnostics=diagnostics, data=data)


def _title(fix: Fix) -> str:
    message = fix.message[:1].upper() + fix.message[1:]
    return message if fix.fix_class is FixClass.SAFE else f"{message} ({CLASS_TEXTS[fix.fix_class]})"


def _same(place: Range, finding: Finding, diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    return [each for each in diagnostics if each.code == finding.code and each.range == place]


def _of_rules(there: Sequence[Finding], view: DocumentView) -> Iterator[CodeAction]:
    policy = view.settings.policy
    together = [each for each in view.findings if _is_fixed_with_others(each, view, policy)]
    numbers = Counter(finding.name for finding in together)
    for rule in dict.fromkeys(finding.name for finding in there if finding in together):
        if numbers[rule] > 1:
            title = f"Fix all {numbers[rule]} findings of {rule} in this file"
            yield CodeAction(title, kind=CodeActionKind.QuickFix, data=view.all_of(rule))


def _of_file(view: DocumentView) -> Iterator[CodeAction]:
    number = sum(_is_fixed_with_others(each, view, SAFE_ONLY) for each in view.findings)
    if number:
        title = f"Fix what wflint can fix safely ({count(number, 'finding')})"
        yield CodeAction(title, kind=FIX_ALL_CELLS if view.is_cell else FIX_ALL, data=view.all_of())


def _is_fixed_with_others(finding: Finding, view: DocumentView, policy: FixPolicy) -> bool:
    fix = view.verified_fix(finding)
    return (
        fix is not None
        and not policy.refuses(fix)
        and bool(fix.edits)
        and all(edit.span.path == view.display for edit in fix.edits)
    )


def read_action_data(data: object) -> ActionData | None:
    """Return what comes back from the client as an action's `data`; `None` for anything else."""
    if not isinstance(data, dict):
        return None
    given = cast("dict[str, object]", data)
    types = {"uri": str, "version": int, "code": str, "start": int, "rule": str, "reason": str}
    known = {key: value for key, value in given.items() if key in types and isinstance(value, types[key])}
    return cast("ActionData", known) if "uri" in known and "version" in known else None


class ActionEdit(NamedTuple):
    """What an action does.

    Attributes:
        edit: Its edit; `None` where nothing holds that could be done.
        internal_errors: Mistakes of wflint itself on the way.
    """

    edit: WorkspaceEdit | None = None
    internal_errors: tuple[InternalError, ...] = ()


def edit_of(data: ActionData, view: DocumentView, *, versioned: bool) -> ActionEdit:
    """Work out what an action does.

    Args:
        data: The action's `data`, as it came back from the client.
        view: The document.
        versioned: Whether the client understands edits for a version of a document.
    """
    mapper = view.mapper
    if "code" not in data:
        rule = data.get("rule")
        # Nobody looks at what "fix all" does on saving, so it is what needs no look.
        policy = view.settings.policy if rule is not None else SAFE_ONLY
        fixed = fix_all(mapper.checked, view.display, rule, policy)
    else:
        finding = view.finding(data)
        if finding is None:
            return ActionEdit()
        if "reason" in data:
            return ActionEdit(_ignore_edit(finding, data["reason"], mapper, versioned=versioned))
        fixed = fix_one(mapper.checked, finding)
    if fixed is None:
        return ActionEdit()
    edit = workspace_edit(fixed.before, fixed.after, mapper, versioned=versioned)
    return ActionEdit(edit, fixed.internal_errors)


def _ignore_edit(
    finding: Finding, reason: str, mapper: PositionMapper, *, versioned: bool
) -> WorkspaceEdit | None:
    path = finding.span.path
    source = mapper.checked.report.sources[path]
    text = with_ignore(finding, source, reason)
    return workspace_edit({path: source}, {path: text}, mapper, versioned=versioned) if text else None
