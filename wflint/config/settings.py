"""Every option, with its type, default and documentation.

A key of the configuration is a field's name with dashes for underscores. Which rules there are is not known here.
"""

from __future__ import annotations

import enum
import typing
from collections.abc import Mapping
from dataclasses import MISSING, field, fields
from functools import cache
from typing import Annotated, Final, TypeAlias

from wflint.config.kinds import Off, Platform, PythonVersion, StepWrapper, running_python
from wflint.config.variables import variable_of
from wflint.levels import Level
from wflint.record import record
from wflint.tables import Minimum, keys_of

_ABOUT: Final = "about"

Seconds: TypeAlias = Annotated[int, Minimum(1)]
"""A time in whole seconds."""


class OutputFormat(enum.Enum):
    """How findings are shown; the one list of formats. A format's value is the name of its module in `report/`.

    Attributes:
        about: What it is or whom it is for, in a few words.
    """

    FULL = "full", "a frame each"
    CONCISE = "concise", "a line each"
    JSON = "json", "one document"
    JSONL = "jsonl", "a line of JSON each"
    AGENT = "agent", "a short line of JSON each, with the fix as a diff, for coding agents"
    SARIF = "sarif", "code scanning"
    GITHUB = "github", "annotations and a summary in GitHub Actions"
    GITLAB = "gitlab", "GitLab Code Quality"
    JUNIT = "junit", "test reports"
    RDJSON = "rdjson", "reviewdog"
    AZURE = "azure", "annotations in Azure Pipelines"
    MARKDOWN = "markdown", "a table"
    HTML = "html", "a page to read and filter"

    about: str

    def __new__(cls, value: str, about: str) -> OutputFormat:  # noqa: PYI034 - typing has Self from Python 3.11 on
        """Make a member that is found by its name alone."""
        member = object.__new__(cls)
        member._value_ = value
        member.about = about
        return member


@record
class About:
    """The documentation of an option.

    Attributes:
        text: What it does, in Markdown.
        example: A line of TOML in the table `[tool.wflint]`.
        flag: Help of the command line's option of the same name; empty where there is none.
        default: The default in words, where the value does not say it.
        whole_run: Whether one value holds for the whole run, not one for each sub-project.
    """

    text: str
    example: str
    flag: str = ""
    default: str = ""
    whole_run: bool = False


def _about(
    text: str, example: str, *, flag: str = "", default: str = "", whole_run: bool = False
) -> dict[str, About]:
    return {_ABOUT: About(text, example, flag, default, whole_run)}


_FORMATS: Final = ", ".join(f"{each.value} ({each.about})" for each in OutputFormat)
_FORMAT_NAMES: Final = ", ".join(each.value for each in OutputFormat)


@record
class Settings:
    """The values of all options; paths and patterns as they are written."""

    extend: str = field(
        default="",
        metadata=_about(
            "Another configuration file, relative to this one, whose values apply where this one sets none. Tables "
            "(`levels`, `per-file-ignores`, `effects`, `handlers`, `steps`) are merged entry by entry. A file that gives `select` "
            "starts over: what the other file ignores is not ignored any more. Paths and patterns of the other "
            "file stay relative to it.",
            'extend = "../wflint.toml"',
            default="none",
        ),
    )
    select: tuple[str, ...] = field(
        default=("WF",),
        metadata=_about(
            "The rules to run: names, codes or prefixes of codes.",
            'select = ["WF1", "WF2", "step-not-awaited"]',
            flag="Run only these rules: names, codes or prefixes of codes, separated by commas.",
            default='`["WF"]`, all rules',
        ),
    )
    extend_select: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            "Rules to run besides those of `select`: names, codes or prefixes of codes. What a nearer file or the command "
            "line adds runs even where a farther one ignores it.",
            'extend-select = ["WF2"]',
            flag="Also run these rules.",
        ),
    )
    ignore: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            "Rules to leave out of those selected: names, codes or prefixes of codes.",
            'ignore = ["loop-invariant-step-name"]',
            flag="Skip these rules.",
        ),
    )
    fixable: tuple[str, ...] = field(
        default=("WF",),
        metadata=_about(
            "The rules whose fixes `wflint fix` applies and editors offer: names, codes or prefixes of codes. Findings of other rules "
            "are reported without a fix.",
            'fixable = ["WF1", "WF2"]',
            flag="Fix only findings of these rules.",
            default='`["WF"]`, all rules',
        ),
    )
    unfixable: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            "Rules to leave out of those in `fixable`: their findings are reported without a fix.",
            'unfixable = ["duplicate-step-name"]',
            flag="Leave findings of these rules unfixed.",
        ),
    )
    extend_safe_fixes: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            "Rules whose fixes you call safe, whatever wflint says of them, so that `--safe-only`, the pre-commit hook and editors apply them "
            "as well: names, codes or prefixes of codes. `wflint fix` still names the handlers to drain.",
            'extend-safe-fixes = ["clock-outside-step"]',
        ),
    )
    preview: bool = field(
        default=False,
        metadata=_about(
            "Whether rules in preview run as well, where they are selected. Such a rule is still being tried: it may be wrong more "
            "often than others, and may change or go in any version. `wflint rule --list` marks them.",
            "preview = true",
            flag="Also run preview rules.",
        ),
    )
    levels: Mapping[str, Level | Off] = field(
        default_factory=dict[str, "Level | Off"],
        metadata=_about(
            "Another level for the findings of a rule, whatever the rule itself says: `error`, `warning` or `info`; `off` "
            "turns it off. Keys are names, codes or prefixes of codes; the most specific one wins. A nearer `select` "
            "forgets what is off.",
            'levels = { clock-outside-step = "error", WF6 = "info", output-outside-step = "off" }',
        ),
    )
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict[str, "tuple[str, ...]"],
        metadata=_about(
            "Rules to leave out in files that match a pattern, written as in `.gitignore` and relative to the "
            "configuration file's folder.",
            'per-file-ignores = { "tests/" = ["WF101"], "legacy_*.py" = ["WF"] }',
        ),
    )
    exclude: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            "Files and folders to leave out, written as in `.gitignore` and relative to the configuration file's "
            "folder. They come on top of folders and files without code of the project (`.venv`, `node_modules`, `*.d.ts` and the like, "
            "`build` and `dist` beside a `pyproject.toml`, a `package.json` or another file that makes a folder a project); `!build/` takes such "
            "a folder back in. A path named on the command line is checked even "
            "so, unless `--force-exclude` is given.",
            'exclude = ["generated/", "*_pb2.py"]',
            flag="Skip files and folders that match PATTERN, as in .gitignore.",
        ),
    )
    src: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            "Folders that the project's modules are imported from, relative to the configuration file's folder. They "
            "come beside those that are found without it: the folder that holds a file's top-level package, and the "
            "folders above it up to the project's root, each with its `src`.",
            'src = ["backend", "libs/shared/src"]',
        ),
    )
    min_level: Level = field(
        default=Level.WARNING,
        metadata=_about(
            "Findings below this level are counted, but not shown.",
            'min-level = "info"',
            flag="Minimum level to report: info, warning or error.",
        ),
    )
    fail_level: Level = field(
        default=Level.WARNING,
        metadata=_about(
            "The exit code is 1 if there are findings from this level on.",
            'fail-level = "error"',
            flag="Minimum level at which a finding makes wflint exit with 1.",
            whole_run=True,
        ),
    )
    output_format: OutputFormat = field(
        default=OutputFormat.FULL,
        metadata=_about(
            f"How to show findings: {_FORMATS}.",
            'output-format = "concise"',
            flag=f"One of {_FORMAT_NAMES}; `wflint config output-format` describes them.",
            whole_run=True,
        ),
    )
    require_reason: bool = field(
        default=False,
        metadata=_about(
            "Whether every ignore comment has to give a reason after the brackets; one without is a finding of "
            "`malformed-ignore`.",
            "require-reason = true",
        ),
    )
    baseline: str = field(
        default="",
        metadata=_about(
            "A file of known findings, written by `wflint baseline`, relative to the configuration file's folder. What "
            "stands in it is counted, but not shown; entries that are not found any more are reported.",
            'baseline = "wflint-baseline.txt"',
            flag="Hide the known findings that FILE lists.",
            default="none",
            whole_run=True,
        ),
    )
    target_python: PythonVersion = field(
        default_factory=running_python,
        metadata=_about(
            "The oldest Python that the handlers run on.",
            'target-python = "3.9"',
            default="the Python that runs wflint",
        ),
    )
    step_timeout: Seconds | Platform = field(
        default=60,
        metadata=_about(
            "How many seconds the platform that serves the handlers lets a request take, and with it a step. A "
            "platform's name stands for the most that can be set there: `vercel-hobby` for 300, `vercel-pro` and "
            "`vercel-enterprise` for 800.",
            'step-timeout = "vercel-pro"',
        ),
    )
    engines: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            "The engines to look for, by the short names that `wflint engines` lists. An earlier SDK with a name of its "
            "own speaks for handlers that only it can call; named without the newest one it speaks for all.",
            'engines = ["inngest"]',
            default="all",
        ),
    )
    effects: Mapping[str, Mapping[str, object]] = field(
        default_factory=dict[str, "Mapping[str, object]"],
        metadata=_about(
            "What calls of your own or of other libraries do, by qualified name, or by a prefix that ends in `.*`. "
            "The most specific name wins, and yours win over those that wflint knows. `effect` is one of `clock`, "
            "`random`, `identity`, `order`, `environment`, `global`, `delivery`, `network`, `database`, `filesystem`, "
            "`process`, `sleep`, `output`, `heavy`, `unknown` and `none`; `access` is `read` or `write`.",
            'effects."mycompany.clock.now" = { effect = "clock" }',
        ),
    )
    handlers: Mapping[str, str] = field(
        default_factory=dict[str, str],
        metadata=_about(
            "Decorators and functions of your own, or of other libraries, that make a function a handler, by qualified "
            "name, each with the one of the SDK that it is in front of: `upstash_workflow.fastapi.Serve.post`, "
            "`upstash_workflow.flask.Serve.route`, `upstash_workflow.serve` or `upstash_workflow.async_serve`. It "
            "may be used as `@durable`, as `@durable(...)`, or called with the handler as an argument by position. "
            "Its options are its own and are not looked at. Needed only where wflint cannot follow the code itself.",
            'handlers."myapp.workflows.durable" = "upstash_workflow.fastapi.Serve.post"',
        ),
    )
    steps: Mapping[str, StepWrapper] = field(
        default_factory=dict[str, StepWrapper],
        metadata=_about(
            "Functions of your own, or of other libraries, that run a step for their caller, by qualified name, and "
            "whose code wflint cannot follow or shall not. `parameters` names the function's parameters in order; "
            "`context` (by default the first of them), `name`, `function`, `duration`, `moment` and `body` say which "
            "one of them takes what; `method` is the context's method that it calls, `run` by default.",
            'steps."myapp.steps.run_step" = { parameters = ["context", "name", "fn"], name = "name", function = "fn" }',
        ),
    )


@record
class Option:
    """An option as it is defined.

    Attributes:
        name: The field's name.
        hint: Its type.
        default: Its default.
        about: Its documentation.
    """

    name: str
    hint: object
    default: object
    about: About

    @property
    def key(self) -> str:
        """Return the option's key in a configuration file, and its name on the command line without the dashes."""
        return self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """Return the environment variable that gives it, where the command line can."""
        return variable_of(self.key)

    @property
    def is_table(self) -> bool:
        """Return whether its value is a table, which is merged entry by entry."""
        return typing.get_origin(self.hint) is Mapping


@cache
def all_options() -> tuple[Option, ...]:
    """Return every option, in the order of the definition."""
    hints = {key.field: key.hint for key in keys_of(Settings).values()}
    return tuple(
        Option(
            each.name,
            hints[each.name],
            each.default if each.default_factory is MISSING else each.default_factory(),
            each.metadata[_ABOUT],
        )
        for each in fields(Settings)
    )


def find_option(key: str) -> Option:
    """Return the option of a key.

    Raises:
        KeyError: There is none.
    """
    return {option.key: option for option in all_options()}[key]
