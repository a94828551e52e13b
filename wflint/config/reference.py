"""The options as documentation."""

from __future__ import annotations

from wflint.config.settings import Option, all_options
from wflint.tables.toml import write_value
from wflint.tables.words import describe

_PREFACE = """# Configuration

wflint reads `wflint.toml`, or the table `[tool.wflint]` of `pyproject.toml`. For each file the nearest one counts, from
the file's folder up; where both lie in a folder, `wflint.toml` does. A `pyproject.toml` without the table is passed over.
`extend` takes over the values of another file.

The command line wins over files: options of the same name, and `--config "key = value"` for any key. `--config FILE`
reads that file and looks for no other. `--isolated` reads none. `--show-settings` prints all values and where they come
from."""

_WHOLE_RUN = "For the whole run: the configuration of the folder that holds all given paths decides."


def options_reference() -> str:
    """Return the reference of all options, in Markdown."""
    return "\n\n".join([_PREFACE, *(_section(option) for option in all_options())]) + "\n"


def _section(option: Option) -> str:
    about = option.about
    facts = [
        f"- **Type:** {describe(option.hint)}",
        f"- **Default:** {about.default or f'`{write_value(option.default)}`'}",
    ]
    if about.flag:
        facts.append(f"- **Command line:** `--{option.key}`")
    text = f"{about.text} {_WHOLE_RUN}" if about.whole_run else about.text
    example = f"```toml\n[tool.wflint]\n{about.example}\n```"
    return "\n\n".join([f"## `{option.key}`", text, "\n".join(facts), example])
