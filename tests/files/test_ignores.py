from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.files.comments import Comment, CommentSyntax, Layout, LogicalLine
from wflint.files.ignores import Ignore, find_ignores, matching, removal
from wflint.files.text import SourceText
from wflint.languages.python import PYTHON

if TYPE_CHECKING:
    from wflint.findings import Edit


def slashes(source: SourceText) -> Layout:
    """The comments after the first `//` of each line, and each line as one of code."""
    layout = Layout()
    for line in range(1, source.line_count + 1):
        text = source.line_text(line)
        if "//" in text:
            at = text.index("//")
            layout.comments.append(Comment(line, source.line_start(line) + at, text[at:]))
        layout.logical_lines.append(LogicalLine(line, line, decorator=False))
    return layout


SLASHES = CommentSyntax("//", slashes)


def source_of(text: str) -> SourceText:
    return SourceText("f.py", text)


def covered(text: str) -> list[list[int]]:
    return [list(ignore.lines) for ignore in find_ignores(source_of(dedent(text)), PYTHON.comments).comments]


def only(text: str) -> Ignore:
    (ignore,) = find_ignores(source_of(text), PYTHON.comments).comments
    return ignore


def part(source: SourceText, ignore: Ignore) -> str:
    return source.text[ignore.span.start : ignore.span.end]


@pytest.mark.parametrize(
    ("comment", "rules", "reason"),
    [
        ("# wflint: ignore[a-rule]", ["a-rule"], ""),
        ("# wflint: ignore[WF101]", ["WF101"], ""),
        (
            "# wflint: ignore[a, WF101 ,b-c] the clock is fixed here",
            ["a", "WF101", "b-c"],
            "the clock is fixed here",
        ),
        ("# wflint: ignore[a,]", ["a"], ""),
        ("# wflint: ignore[a]: see issue #12", ["a"], "see issue #12"),
        ("# wflint: ignore[a] -- because", ["a"], "because"),
        ("# wflint: ignore[a] \u2014 weil es so ist \U0001f389", ["a"], "weil es so ist \U0001f389"),
        ("#wflint:ignore[a]", ["a"], ""),
        ("## wflint: ignore[a]", ["a"], ""),
        ("#\twflint :  ignore [ a ]", ["a"], ""),
        ("# WFLINT: Ignore[A]", ["A"], ""),
        ("# noqa: E501  # wflint: ignore[a] why", ["a"], "why"),
        ("# wflint: ignore[a] why  # noqa: E501", ["a"], "why"),
        ("# type: ignore[x] # wflint: ignore[a] # pragma: no cover", ["a"], ""),
    ],
)
def test_rules_and_reason_are_read(comment: str, rules: list[str], reason: str) -> None:
    source = source_of(f"x = f()  {comment}\n")
    ignore = only(source.text)
    assert [rule.text for rule in ignore.rules] == rules
    assert [source.text[rule.span.start : rule.span.end] for rule in ignore.rules] == rules
    assert ignore.reason == reason
    assert not ignore.file_wide
    assert part(source, ignore).lower().replace("\t", " ").startswith(("# wflint", "#wflint", "## wflint"))
    assert "noqa" not in part(source, ignore)


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("# wflint: ignore", "must name the rules"),
        ("# wflint: ignore because", "is written"),
        ("# wflint: ignore[]", "must name the rules"),
        ("# wflint: ignore[ , ]", "must name the rules"),
        ("# wflint: ignore-file", "must name the rules"),
        ("# wflint: ignore[a", "not closed"),
        ("# wflint: ignore[a # b]", "not closed"),
        ("# wflint: ignore(a)", "is written"),
        ("# wflint: ignore a", "is written"),
        ("# wflint: ignored[a]", "is written"),
        ("# wflint: ignore-line[a]", "is written"),
        ("# wflint: ignore_file[a]", "is written"),
        ("# wflint: ingore[a]", "is written"),
        ("# wflint: noqa", "is written"),
        ("# wflint: disable=a", "is written"),
        ("# wflint ignore[a]", "is written"),
        ("# wflint-ignore", "is written"),
        ("# wflint: ignore[a b]", "`a b` is not a rule's name"),
        ("# wflint: ignore['a']", "`'a'` is not a rule's name"),
        ("# wflint: ignore-file[a]", "line of its own"),
        ("# noqa # wflint: ignore", "must name the rules"),
    ],
)
@pytest.mark.parametrize("newline", ["", "\n", "\r\n"])
def test_what_only_looks_like_an_ignore_comment_is_malformed(
    comment: str, message: str, newline: str
) -> None:
    source = source_of(f"x = f()  {comment}{newline}")
    ignores = find_ignores(source, PYTHON.comments)
    assert ignores.comments == ()
    (malformed,) = ignores.malformed
    assert message in malformed.message
    assert source.text[malformed.span.start : malformed.span.end] in comment


@pytest.mark.parametrize(
    "line",
    [
        "# wflint is a linter",
        "# run wflint ignore comments through this",
        "# wflint: a linter for workflows",
        "# write `# wflint: ignore[a]` to silence it",
        "x = '# wflint: ignore[a]'",
        'x = "\\"# wflint: ignore[a]"',
        'x = f"{y} # wflint: ignore[a]"',
        'x = r"\\" # wflint: ignore[a]"',
        "x = '''\n# wflint: ignore[a]\n'''",
        '"""\nx = 1  # wflint: ignore[a]\n"""',
        "x = '\\\n# wflint: ignore[a]'",
        "x = '# wflint: ignore[a]'\nx = (",
        "x = '''\n# wflint: ignore[a]\n'''\nx = (",
    ],
)
def test_what_is_no_ignore_comment_is_nothing(line: str) -> None:
    ignores = find_ignores(source_of(line + "\n"), PYTHON.comments)
    assert (ignores.comments, ignores.malformed) == ((), ())


CALL = """\
    x = f(
        1,{0}
        # between
        2,
    ){1}
    y = 2
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("place", [0, 1])
def test_a_comment_holds_for_the_whole_logical_line(place: int, newline: str) -> None:
    marks = ["", ""]
    marks[place] = "  # wflint: ignore[a]"
    text = dedent(CALL).format(*marks).replace("\n", newline)
    assert list(only(text).lines) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("x = 1  # wflint: ignore[a]\ny = 2\n", [1]),
        ("x = 1  # wflint: ignore[a]", [1]),
        ("# wflint: ignore[a]\nx = f(\n  1)\ny = 2\n", [1, 2, 3]),
        ("x = f(\n  # wflint: ignore[a]\n  1)\ny = 2\n", [1, 2, 3]),
        ("# wflint: ignore[a]\n# about x\nx = 1\n", [1, 2, 3]),
        ("# wflint: ignore[a]\n\nx = 1\n", [1]),
        ("x = 1\n# wflint: ignore[a]\n", [2]),
        ("x = 1\n# wflint: ignore[a]", [2]),
        ("# wflint: ignore[a]", [1]),
        ("x = 1 + \\\n    2  # wflint: ignore[a]\ny = 2\n", [1, 2]),
        ("# wflint: ignore[a]\nx = 1 + \\\n    2\ny = 2\n", [1, 2, 3]),
        ("x = '''\n'''  # wflint: ignore[a]\n", [1, 2]),
        ("# wflint: ignore[a]\ndef f(\n    x,\n):\n    return x\n", [1, 2, 3, 4]),
        ("# wflint: ignore[a]\n@d\n@e(\n  1)\n\n# c\nasync def f():\n    return x\n", [1, 2, 3, 4, 5, 6, 7]),
        ("@d\n# wflint: ignore[a]\ndef f():\n    return x\n", [2, 3]),
        ("@d  # wflint: ignore[a]\ndef f():\n    return x\n", [1]),
        ("@d\ndef f():  # wflint: ignore[a]\n    return x\n", [2]),
        ("if x:\n\t# wflint: ignore[a]\n\ty()\n", [2, 3]),
        ("if x:\n    y()\n    # wflint: ignore[a]\nz()\n", [3, 4]),
        ("with a, \\\n  b:  # wflint: ignore[a]\n    pass\n", [1, 2]),
        ("x = 1; y = 2  # wflint: ignore[a]\n", [1]),
        ("s = 'é🎉漢'  # wflint: ignore[a]\n", [1]),
        ("\x0c\nx = 1  # wflint: ignore[a]\n", [2]),
        ("# wflint: ignore[a]\n@d\n", [1]),
        ("# wflint: ignore[a]\nx = 1\n    ", [1, 2]),
        ("# 12\n#\n# ---\nx = 1  # wflint: ignore[a]\n", [4]),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_lines_that_a_comment_holds_for(text: str, lines: list[int], newline: str) -> None:
    ignore = only(text.replace("\n", newline))
    assert list(ignore.lines) == lines
    assert ignore.span.end - ignore.span.start == len("# wflint: ignore[a]")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("x = (\ny = 1\ndef f():\n    z = 1  # wflint: ignore[a]\n", [4]),
        ("x = [1,\nclass C:\n    z = 1  # wflint: ignore[a]\n    y = 1\n", [3]),
        ("x = )\ny = 1  # wflint: ignore[a]\nz = 1\n(", [2]),
        ("if x:\n        a()\n    b()  # wflint: ignore[a]\n  c()\n", [3]),
        ("x = 'open\ny = g(  # wflint: ignore[a]\n  1)\n(", [2, 3]),
        ("x = '''open\ny = 1  # wflint: ignore[a]\n(", [2]),
        ("x = 1 + \\\n  2  # wflint: ignore[a]\ny = (", [1, 2]),
        ("x = $ 1  # wflint: ignore[a]\n(", [1]),
        ("# wflint: ignore[a]\n@d\ndef f(x:\n    pass\n", [1, 2, 3]),
        ("x = (  # wflint: ignore[a]\n", [1, 2]),
    ],
)
def test_broken_source_keeps_its_ignore_comments(text: str, lines: list[int]) -> None:
    assert list(only(text).lines) == lines


@pytest.mark.parametrize("code", ['f"{d["k"]}"', "f'{d['k']}'", 'f"{x!r:>{w}}"', "f'''{\n1}'''", 't"{x}"'])
def test_strings_newer_than_the_running_python_do_not_hide_a_comment(code: str) -> None:
    text = f"x = {code}  # wflint: ignore[a]\n"
    assert only(text).lines[-1] == text.count("\n")


def test_a_file_wide_comment_holds_for_every_line() -> None:
    source = source_of("x = 1\ndef f():\n    # wflint: ignore-file[a, b] generated\n    y()\n")
    ignore = only(source.text)
    assert (ignore.file_wide, ignore.lines, ignore.reason) == (True, range(1, 6), "generated")
    assert part(source, ignore) == "# wflint: ignore-file[a, b] generated"


def test_a_finding_is_silenced_by_name_or_code_on_a_covered_line() -> None:
    ignores = find_ignores(
        source_of("x = f(  # wflint: ignore[wf101, other-rule]\n  1)\ny = 2\n"), PYTHON.comments
    )
    first, second = ignores.comments[0].rules
    assert matching(ignores, "WF101", "clock-outside-step", 1) == (ignores.comments[0], first)
    assert matching(ignores, "WF101", "clock-outside-step", 2) == (ignores.comments[0], first)
    assert matching(ignores, "WF102", "Other-Rule", 2) == (ignores.comments[0], second)
    assert matching(ignores, "WF101", "clock-outside-step", 3) is None
    assert matching(ignores, "WF103", "third-rule", 1) is None


def test_the_narrowest_comment_is_the_one_that_silences() -> None:
    ignores = find_ignores(
        source_of("# wflint: ignore-file[a]\nx = 1  # wflint: ignore[a]\ny = 2\n"), PYTHON.comments
    )
    whole, line = ignores.comments
    assert matching(ignores, "WF1", "a", 2) == (line, line.rules[0])
    assert matching(ignores, "WF1", "a", 3) == (whole, whole.rules[0])


def apply(source: SourceText, edit: Edit) -> str:
    assert edit.span.path == source.path
    return source.text[: edit.span.start] + edit.text + source.text[edit.span.end :]


@pytest.mark.parametrize(
    ("before", "unused", "after"),
    [
        ("x = 1  # wflint: ignore[a] why\ny\n", "a", "x = 1\ny\n"),
        ("x = 1  # wflint: ignore[a]  \r\ny\r\n", "a", "x = 1\r\ny\r\n"),
        ("x = 1\t# wflint: ignore[a]", "a", "x = 1"),
        ("x = 1  # noqa  # wflint: ignore[a]\n", "a", "x = 1  # noqa\n"),
        ("x = 1  # wflint: ignore[a] why  # noqa\n", "a", "x = 1  # noqa\n"),
        ("x = 1  # b # wflint: ignore[a] # c\n", "a", "x = 1  # b # c\n"),
        ("# wflint: ignore[a]  # noqa\nx\n", "a", "# noqa\nx\n"),
        ("if x:\n    # wflint: ignore[a] why\n    y\n", "a", "if x:\n    y\n"),
        ("x\r\n# wflint: ignore-file[a]\r\ny\r\n", "a", "x\r\ny\r\n"),
        ("x\n# wflint: ignore[a]", "a", "x\n"),
        ("x  # wflint: ignore[a, b, c] why\n", "a", "x  # wflint: ignore[b, c] why\n"),
        ("x  # wflint: ignore[a, b,c]\n", "b", "x  # wflint: ignore[a, c]\n"),
        ("x  # wflint: ignore[ a, b, c ]\n", "c", "x  # wflint: ignore[ a, b ]\n"),
        ("x  # wflint: ignore[a, b, c]\n", "ac", "x  # wflint: ignore[b]\n"),
        ("x  # wflint: ignore[a, b, c]\n", "abc", "x\n"),
    ],
)
def test_unused_entries_are_taken_out(before: str, unused: str, after: str) -> None:
    source = source_of(before)
    ignore = only(before)
    gone = [rule for rule in ignore.rules if rule.text in unused]
    assert apply(source, removal(source, ignore, gone)) == after


PIECES = ["x", "=", "(", ")", "\n", "\r\n", "'", '"""', "#", " ", "\\", "\\\n", "# wflint: ignore[a]", "# wflint: ignore",
          "def f():", "@d\n", "    ", "🎉"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_no_text_is_too_broken(text: str) -> None:
    source = source_of(text)
    ignores = find_ignores(source, PYTHON.comments)
    for ignore in ignores.comments:
        assert "# wflint: ignore[a]" in part(source, ignore)
        assert 1 <= ignore.lines[0] <= ignore.lines[-1] <= source.line_count
        after = apply(source, removal(source, ignore, ignore.rules))
        assert text.count("wflint") - after.count("wflint") == part(source, ignore).count("wflint")


@pytest.mark.parametrize(
    ("comment", "rules", "reason"),
    [
        ("// wflint: ignore[a-rule]", ["a-rule"], ""),
        ("/// wflint: ignore[a, b] the clock is fixed", ["a", "b"], "the clock is fixed"),
        ("// wflint: ignore[a] # is part of a reason", ["a"], "# is part of a reason"),
        ("// wflint: ignore[a] // eslint-disable-line", ["a"], ""),
    ],
)
def test_a_language_has_its_own_marker(comment: str, rules: list[str], reason: str) -> None:
    (found,) = find_ignores(source_of(f"f();  {comment}\n"), SLASHES).comments
    assert ([entry.text for entry in found.rules], found.reason) == (rules, reason)


def test_messages_name_the_marker_of_the_language() -> None:
    (found,) = find_ignores(source_of("f();  // wflint: disable=a\n"), SLASHES).malformed
    assert "`// wflint: ignore[rule-name]`" in found.message
    assert found.repair is not None
    assert found.repair.text == "// wflint: ignore[a]"
