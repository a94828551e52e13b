"""Which configuration holds for a folder, and where its values come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wflint.config.layers import Configuration, Origin, inline_layer, layer
from wflint.config.load import Finder, import_roots
from wflint.errors import DataError, SourceError, UsageError
from wflint.findings import Level

if TYPE_CHECKING:
    from pathlib import Path


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _load(folder: Path, text: str) -> Configuration:
    _write(folder / "wflint.toml", text)
    return Finder(folder).configuration(folder)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    configuration = Finder(tmp_path, isolated=True).configuration(tmp_path)
    assert configuration.file is None
    assert configuration.settings.select == ("WF",)
    assert configuration.place("select") == "default"
    assert configuration.folder("exclude") is None


def test_the_nearest_file_above_counts_alone(tmp_path: Path) -> None:
    _write(tmp_path / "wflint.toml", 'ignore = ["WF1"]')
    inner = _write(tmp_path / "a" / "pyproject.toml", '[tool.wflint]\nmin-level = "info"')
    finder = Finder(tmp_path)
    (tmp_path / "a" / "b").mkdir()
    configuration = finder.configuration(tmp_path / "a" / "b")
    assert configuration.file == inner
    assert configuration.settings.ignore == ()
    assert configuration.settings.min_level is Level.INFO
    assert finder.configuration(tmp_path / "a") is configuration
    assert finder.configuration(tmp_path).settings.ignore == ("WF1",)


def test_a_pyproject_without_the_table_is_passed_over(tmp_path: Path) -> None:
    outer = _write(tmp_path / "wflint.toml", "")
    _write(tmp_path / "a" / "pyproject.toml", "[tool.other]\n")
    assert Finder(tmp_path).configuration(tmp_path / "a").file == outer


def test_beside_each_other_the_own_file_counts(tmp_path: Path) -> None:
    own = _write(tmp_path / "wflint.toml", "")
    _write(tmp_path / "pyproject.toml", "[tool.wflint]\n")
    assert Finder(tmp_path).configuration(tmp_path).file == own


def test_a_fixed_file_holds_everywhere_and_isolation_reads_none(tmp_path: Path) -> None:
    _write(tmp_path / "wflint.toml", 'ignore = ["WF1"]')
    fixed = _write(tmp_path / "other.toml", 'ignore = ["WF2"]')
    assert Finder(tmp_path, fixed).configuration(tmp_path).settings.ignore == ("WF2",)
    assert Finder(tmp_path, isolated=True).configuration(tmp_path).settings.ignore == ()


def test_extend_takes_over_values_and_merges_tables(tmp_path: Path) -> None:
    _write(tmp_path / "far.toml", 'min-level = "info"\nfail-level = "info"\nlevels = { WF1 = "info" }')
    _write(
        tmp_path / "pyproject.toml",
        '[tool.wflint]\nextend = "far.toml"\nfail-level = "error"\nlevels = { WF2 = "info", WF3 = "info" }',
    )
    _write(tmp_path / "a" / "wflint.toml", 'extend = "../pyproject.toml"\nlevels.WF2 = "error"\n')
    configuration = Finder(tmp_path).configuration(tmp_path / "a")
    settings = configuration.settings
    assert (settings.min_level, settings.fail_level) == (Level.INFO, Level.ERROR)
    assert settings.levels == {"WF1": Level.INFO, "WF2": Level.ERROR, "WF3": Level.INFO}
    assert configuration.place("min-level") == "far.toml:1"
    assert configuration.place("fail-level") == "pyproject.toml:3"
    assert configuration.place("levels", "WF2") == "a/wflint.toml:2"
    assert configuration.place("levels", "WF3") == "pyproject.toml:4"
    assert configuration.folder("fail-level") == tmp_path


def test_a_nearer_select_forgets_what_is_ignored_farther_away(tmp_path: Path) -> None:
    _write(tmp_path / "far.toml", 'select = ["WF1"]\nignore = ["WF101"]')
    kept = _load(tmp_path, 'extend = "far.toml"')
    assert (kept.settings.select, kept.settings.ignore) == (("WF1",), ("WF101",))
    anew = _load(tmp_path, 'extend = "far.toml"\nselect = ["WF2"]')
    assert (anew.settings.select, anew.settings.ignore) == (("WF2",), ())
    assert anew.place("ignore") == "default"
    both = _load(tmp_path, 'extend = "far.toml"\nselect = ["WF2"]\nignore = ["WF201"]')
    assert both.settings.ignore == ("WF201",)


def test_the_command_line_stands_in_front_of_every_file(tmp_path: Path) -> None:
    _write(tmp_path / "wflint.toml", 'ignore = ["WF1"]\nmin-level = "error"')
    nearer = [
        inline_layer('ignore = ["WF2"]', tmp_path),
        layer({"min-level": "info"}, Origin("--min-level", tmp_path)),
    ]
    configuration = Finder(tmp_path, nearer=nearer).configuration(tmp_path)
    assert configuration.settings.ignore == ("WF2",)
    assert configuration.place("ignore") == "--config"
    assert configuration.named("ignore") == "--config: `ignore`"
    assert configuration.named("min-level") == "--min-level"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\nselct = []", "wflint.toml:2: unknown key `selct`, did you mean `select`?"),
        ("min_level = 'info'", "wflint.toml:1: unknown key `min_level`, did you mean `min-level`?"),
        ("zzz = 1", "wflint.toml:1: unknown key `zzz`; known are extend, select, "),
        ("a = 1\n[tool.wflint]", "wflint.toml:1: unknown key `a`"),
        ("select = 'WF1'", 'wflint.toml:1: `select` must be a list of strings, not "WF1"'),
        ("select = [1]", "wflint.toml:1: `select` must be a list of strings, not [1]"),
        ("extend = 1", "wflint.toml:1: `extend` must be a string, not 1"),
        ("require-reason = 1", "wflint.toml:1: `require-reason` must be true or false, not 1"),
        (
            "[levels]\n\nWF1 = 'loud'",
            'wflint.toml:3: `levels.WF1` must be one of "info", "warning", "error", or "off", not "loud"',
        ),
        (
            "min-level = []",
            'wflint.toml:1: `min-level` must be one of "info", "warning", "error", not []',
        ),
        (
            "levels = 1",
            'wflint.toml:1: `levels` must be a table, each value one of "info", "warning", "error"',
        ),
        ("per-file-ignores.a = 'b'", "wflint.toml:1: `per-file-ignores.a` must be a list of strings"),
        ("effects.a = 1", "wflint.toml:1: `effects.a` must be a table, not 1"),
        ("step-timeout = 0.5", "wflint.toml:1: `step-timeout` must be a whole number from 1, or one of "),
        (
            "target-python = 3.9",
            'wflint.toml:1: `target-python` must be a version of Python, "3.12", not 3.9',
        ),
        ("handlers.a = 1", "wflint.toml:1: `handlers.a` must be a string, not 1"),
        (
            "[steps.'a.b']\nparameters = []\nfunctoin = 'f'",
            "wflint.toml:3: unknown key `steps.a.b.functoin`, did you mean `function`?",
        ),
        ("[steps.'a.b']", "wflint.toml:1: the key `steps.a.b.parameters` is missing"),
        ("steps.a = 1", "wflint.toml:1: `steps.a` must be a table with the keys parameters, context, "),
        ("effects = []", "wflint.toml:1: `effects` must be a table, each value a table, not []"),
        ("select = [", "wflint.toml: is not valid TOML: "),
        ("\nextend = 'no.toml'", "wflint.toml:2: `extend`: there is no file `no.toml`"),
        ("\nextend = 'wflint.toml'", "wflint.toml:2: `extend`: `wflint.toml` extends this file again"),
        ("extend = 'ring.toml'", "ring.toml:1: `extend`: `wflint.toml` extends this file again"),
        ("extend = 'pyproject.toml'", "pyproject.toml: there is no table `[tool.wflint]` in it"),
        ("extend = 'latin.toml'", "latin.toml: is not UTF-8"),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path: Path, text: str, message: str) -> None:
    _write(tmp_path / "pyproject.toml", "[tool]\n")
    _write(tmp_path / "ring.toml", "extend = 'wflint.toml'")
    (tmp_path / "latin.toml").write_bytes(b"# \xe9\n")
    with pytest.raises(DataError) as caught:
        _load(tmp_path, text)
    assert str(caught.value).startswith(message)


def test_a_table_that_is_none_is_told(tmp_path: Path) -> None:
    _write(tmp_path / "pyproject.toml", "[tool]\nwflint = 3\n")
    with pytest.raises(DataError, match=r"^pyproject.toml:2: `tool.wflint` must be a table$"):
        Finder(tmp_path).configuration(tmp_path)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "wflint.toml").mkdir()
    with pytest.raises(SourceError, match=r"^wflint.toml: cannot be read: "):
        Finder(tmp_path).configuration(tmp_path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "wflint.toml").write_bytes(b'\xef\xbb\xbfignore = ["WF1"]\r\n')
    assert Finder(tmp_path).configuration(tmp_path).settings.ignore == ("WF1",)


def test_a_file_outside_of_the_working_directory_is_shown_in_full(tmp_path: Path) -> None:
    file = _write(tmp_path / "wflint.toml", 'ignore = ["WF1"]')
    (tmp_path / "a").mkdir()
    assert Finder(tmp_path / "a").configuration(tmp_path / "a").place("ignore") == f"{file.as_posix()}:1"


def test_an_option_that_is_no_toml_is_told_how_to_write_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r'^--config: min-level=info: .* `min-level = "info"`$'):
        inline_layer("min-level=info", tmp_path)


def test_src_is_relative_to_the_file_that_gives_it(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    _write(tmp_path / "base.toml", 'src = ["lib", "."]')
    configuration = _load(tmp_path / "a", 'extend = "../base.toml"')
    assert import_roots(configuration) == (tmp_path / "lib", tmp_path)
    assert import_roots(_load(tmp_path / "b", "")) == ()


def test_a_folder_of_src_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^wflint.toml:1: `src`: there is no folder `scr` in "):
        import_roots(_load(tmp_path, 'src = ["scr"]'))


@pytest.mark.parametrize("line", ['extend = "../far.toml"', 'src = ["../far"]'])
def test_a_repository_s_configuration_leads_nowhere_outside_of_it(tmp_path: Path, line: str) -> None:
    _write(tmp_path / "far.toml", "")
    _write(tmp_path / "far" / "lib.py", "")
    _write(tmp_path / "inner" / "wflint.toml", line)
    finder = Finder(tmp_path)
    import_roots(finder.configuration(tmp_path / "inner"))  # without a repository, it may
    (tmp_path / "inner" / ".git").mkdir()
    key = line.partition(" ")[0]
    with pytest.raises(DataError, match=rf"inner/wflint\.toml:1: `{key}`: .*far.* lies outside of .*inner"):
        import_roots(Finder(tmp_path).configuration(tmp_path / "inner"))


def test_a_submodule_may_share_what_its_repository_holds(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    _write(tmp_path / "far.toml", 'ignore = ["WF1"]')
    _write(tmp_path / "inner" / "wflint.toml", 'extend = "../far.toml"')
    (tmp_path / "inner" / ".git").touch()
    assert Finder(tmp_path).configuration(tmp_path / "inner").settings.ignore == ("WF1",)


def test_the_command_line_may_name_any_folder_of_modules(tmp_path: Path) -> None:
    _write(tmp_path / "far" / "lib.py", "")
    (tmp_path / "inner" / ".git").mkdir(parents=True)
    given = inline_layer('src = ["../far"]', tmp_path / "inner")
    found = import_roots(Finder(tmp_path, nearer=[given]).configuration(tmp_path / "inner"))
    assert found == (tmp_path / "far",)
