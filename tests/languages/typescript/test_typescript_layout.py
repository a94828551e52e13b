"""The comments and logical lines of TypeScript."""

from __future__ import annotations

from wflint.files.text import SourceText
from wflint.languages.typescript.layout import find_layout

TEXT = """\
// first
export const { POST } = serve(async (context) => { // second
  const a = f(
    1, /* third */
  );
  if (a) {
    g(`x
y`);
  }
  const text = "// no comment";
}, {
  retries: 3,
});
"""


def test_comments_are_found_and_strings_are_none() -> None:
    layout = find_layout(SourceText("f.ts", TEXT))
    assert [(comment.line, comment.text) for comment in layout.comments] == [
        (1, "// first"), (2, "// second"), (4, "/* third */"),
    ]  # fmt: skip
    assert all(TEXT[each.start :].startswith(each.text) for each in layout.comments)


def test_a_statement_is_one_line_up_to_the_block_in_it() -> None:
    layout = find_layout(SourceText("f.ts", TEXT))
    lines = [(line.first, line.last) for line in layout.logical_lines]
    assert lines == [(2, 2), (3, 5), (6, 6), (7, 8), (9, 9), (10, 10), (11, 13)]
    assert [line.first for line in layout.logical_lines if line.carried] == [7]


def test_a_broken_file_has_a_layout() -> None:
    assert [each.text for each in find_layout(SourceText("f.ts", "f( // a\n}} // b")).comments] == [
        "// a",
        "// b",
    ]
