"""What colours and links a terminal gets."""

from __future__ import annotations

import io
import re

import pytest
from report_building import ORDERS, finding, orders_finding, primary, report, source, span, written

from wflint.report import render
from wflint.report.links import follows_links


class Terminal(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


def colored(text: str, place: str, path: str = "app/orders.py", nth: int = 0) -> str:
    """The row of code in a frame, with its colours in brackets."""
    sources = source(text, path)
    made = finding(primary(span(sources, place, path, nth)), handler=None)
    output = written("full", report(made, sources=sources), color=True)
    line = sources[path].line_of(span(sources, place, path, nth).start)
    [row] = [row for row in output.split("\n") if re.match(rf"\x1b\[2m *{line} \| ", row)]
    names = {"0": "", "35": "magenta", "32": "green", "36": "cyan", "90": "gray", "2": ""}
    shown = re.sub(r"\x1b\[(\d+)m", lambda code: f"[{names[code[1]]}]", row.partition("| ")[2])
    return shown.replace("[]", "|").strip("|")


def test_keywords_strings_numbers_and_comments_have_colours() -> None:
    assert colored('def h():\n    return f("a", 1, None)  # why\n', "f(").split("|") == [
        "    [magenta]return",
        ' f([green]"a"',
        ", [cyan]1",
        ", [cyan]None",
        ")  [gray]# why",
    ]


def test_a_string_of_several_lines_is_one_in_each_of_them() -> None:
    text = 'def h():\n    f("""\n    return\n    """)\n    g()\n'
    assert colored(text, "return") == "[green]    return"
    assert colored(text, "g()") == "    g()"


def test_a_definition_is_read_without_what_stands_above_it() -> None:
    assert colored('x = """\n\ndef h():\n    return 1\n', "1") == "    [magenta]return| [cyan]1"


def test_typescript_has_colours_of_its_own() -> None:
    text = "export const h = async () => {\n  const a = `x`;\n};\n"
    assert "[magenta]const" in colored(text, "a", "app/h.ts", nth=1)
    assert "return" in colored("function h() {\n  return 1;\n}\n", "return", "app/h.ts")


def test_escaped_characters_shift_no_colour() -> None:
    assert colored('def h():\n    x = "\x1b" + 1\n', "1").endswith("[cyan]1")


def test_a_line_that_is_cut_keeps_its_colours_in_place() -> None:
    text = "def h():\n    " + "x = x + " * 30 + "1 or None\n"
    assert colored(text, "1").endswith("[cyan]1| [magenta]or| [cyan]None")


def test_fixes_are_red_and_green() -> None:
    sources = source(ORDERS)
    output = written("full", report(orders_finding(sources), sources=sources), color=True, width=100)
    assert "\x1b[31m15 -     order_id = str(uuid.uuid4())\x1b[0m" in output
    assert "\x1b[32m15 +     order_id = await context" in output


@pytest.mark.parametrize(
    ("environment", "follows"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"WT_SESSION": "1"}, True),
        ({"VTE_VERSION": "7603"}, True),
        ({"VTE_VERSION": "4999"}, False),
        ({"VTE_VERSION": "soon"}, False),
        ({"TERM_PROGRAM": "vscode", "TMUX": "1"}, False),
        ({"TERM_PROGRAM": "vscode", "CI": "true"}, False),
        ({"TERM_PROGRAM": "vscode", "FORCE_HYPERLINK": "0"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
    ],
)
def test_terminals_with_links_are_known_by_their_variables(
    environment: dict[str, str], *, follows: bool
) -> None:
    assert follows_links(environment, is_terminal=True) is follows


def test_a_pipe_has_links_only_where_they_are_asked_for() -> None:
    assert not follows_links({"TERM_PROGRAM": "vscode"}, is_terminal=False)
    assert follows_links({"FORCE_HYPERLINK": "1"}, is_terminal=False)


def shown_on_terminal(*, color: bool) -> str:
    sources = source(ORDERS)
    out = Terminal()
    render("full", report(orders_finding(sources), sources=sources), out, color=color, width=100)
    return out.getvalue()


def test_code_and_name_of_a_rule_are_links_where_the_terminal_follows_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    links = re.findall(r"\x1b\]8;id=[\d-]+;(.*?)\x1b\\(.*?)\x1b\]8;;\x1b\\", shown_on_terminal(color=True))
    url = "https://example.org/rules/random-outside-step"
    assert [(address, re.sub(r"\x1b\[[\d;]*m", "", text)) for address, text in links] == [
        (url, "WF102"),
        (url, "error[random-outside-step]"),
    ]
    assert "is explained by" not in shown_on_terminal(color=True)


def test_without_colours_there_are_no_links_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    assert "\x1b" not in shown_on_terminal(color=False)
    assert "https://example.org/rules/\n" in shown_on_terminal(color=False)
