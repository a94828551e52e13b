"""The options as documentation."""

from __future__ import annotations

from typing import TypedDict

from wflint.config.settings import Option, all_options
from wflint.tables.toml import write_value
from wflint.tables.words import describe

_PREFACE = """# Configuration

wflint reads `wflint.toml`, or the table `[tool.wflint]` of `pyproject.toml`. For each file the nearest one counts, from
the file's folder up; where both lie in a folder, `wflint.toml` does. A `pyproject.toml` without the table is passed over.
`extend` takes over the values of another file.

The command line wins over files: options of the same name, and `--config "key = value"` for any key. `--config FILE`
reads that file and looks for no other. `--isolated` reads none. `--show-settings` prints all values and where they come
from, and `wflint config` describes the options.

Environment variables stand between the two: they win over files, and the command line wins over them. Each option that
the command line has can be given by one, with commas between several values, and so can `--config` (`WFLINT_CONFIG`), `--isolated`
(`WFLINT_ISOLATED`), `--output-file` (`WFLINT_OUTPUT_FILE`) and `--color` (`WFLINT_COLOR`)."""

_SENTENCE_END = ". "
_WHOLE_RUN = "For the whole run: the configuration of the folder that holds all given paths decides."


def options_reference() -> str:
    """Return the reference of all options, in Markdown."""
    return "\n\n".join([_PREFACE, *(_section(option) for option in all_options())]) + "\n"


class OptionFacts(TypedDict):
    """What there is to know of an option; `flag` and `variable` are null where only files give it."""

    key: str
    text: str
    type: str
    default: str
    flag: str | None
    variable: str | None
    example: str


def first_sentence(text: str) -> str:
    """Return the first sentence of an option's documentation."""
    return text.partition(_SENTENCE_END)[0].rstrip(".") + "."


def option_facts(option: Option) -> OptionFacts:
    """Return what there is to know of an option, in Markdown."""
    about = option.about
    is_bool = isinstance(option.default, bool)
    flag = f"--{option.key}, --no-{option.key}" if is_bool else f"--{option.key}"
    return {
        "key": option.key,
        "text": f"{about.text} {_WHOLE_RUN}" if about.whole_run else about.text,
        "type": describe(option.hint),
        "default": about.default or f"`{write_value(option.default)}`",
        "flag": flag if about.flag else None,
        "variable": option.variable if about.flag else None,
        "example": about.example,
    }


def _section(option: Option) -> str:
    facts = option_facts(option)
    lines = [f"- **Type:** {facts['type']}", f"- **Default:** {facts['default']}"]
    if facts["flag"]:
        flags = ", ".join(f"`{each}`" for each in facts["flag"].split(", "))
        lines += [f"- **Command line:** {flags}", f"- **Environment:** `{facts['variable']}`"]
    example = f"```toml\n[tool.wflint]\n{facts['example']}\n```"
    return "\n\n".join([f"## `{option.key}`", facts["text"], "\n".join(lines), example])
