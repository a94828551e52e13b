"""From TOML tables to rows, with errors that name the file, the row and the key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NoReturn, cast

from wflint.effects.row import Access, ArgumentCondition, EffectKind, QualifiedNameText, Row
from wflint.errors import DataError
from wflint.tables import keys_of, read_values

_READS_BY_NATURE: Final = {
    EffectKind.CLOCK,
    EffectKind.RANDOM,
    EffectKind.IDENTITY,
    EffectKind.ORDER,
    EffectKind.ENVIRONMENT,
    EffectKind.DELIVERY,
}


def parse_rows(tables: Mapping[str, object], origin: str) -> dict[str, Row]:
    """Check and convert the tables of one file.

    Args:
        tables: Qualified name or prefix to table, as TOML gives them.
        origin: The file's name, for messages.

    Raises:
        DataError: A name is no qualified name, a key is unknown, or a value has the wrong type.
    """
    return {name: parse_row(name, table, origin) for name, table in tables.items()}


def parse_row(name: str, table: object, origin: str) -> Row:
    """Check and convert the table of one row; the arguments and errors are those of `parse_rows`."""
    place = f'{origin}: "{name}"'
    if QualifiedNameText.from_text(name.removesuffix(".*").removesuffix("/*")) is None:
        raise DataError(f"{place} is not a qualified name: expected `package.name` or `package.*`")
    _reject_dotted_names(table, place)
    values = cast("dict[str, Any]", read_values(Row, table, lambda _: place))
    if "same_as" in values:
        _stand_alone(values, place)
        values["effect"] = EffectKind.NONE
    if "effect" not in values:
        _fail(place, "the key `effect` is missing")
    if values["effect"] in _READS_BY_NATURE:
        values.setdefault("access", Access.READ)
    row = Row(name=name, origin=origin, **values)
    if "called_when" in values and not row.calls:
        _fail(place, "`calls-when` needs `calls`")
    if row.passes is not None and not row.calls:
        _fail(place, "`passes` needs `calls`")
    _check_arguments(row, place)
    return row


def _reject_dotted_names(table: object, place: str) -> None:
    """Explain what TOML makes of a name without quotes: a table for each of its parts."""
    known = keys_of(Row)
    for key, value in cast("dict[str, object]", table).items() if isinstance(table, dict) else ():
        if key not in known and isinstance(value, dict):
            _fail(place, f'unknown key `{key}`; a dotted name needs quotes: ["package.name"]')


def _stand_alone(values: Mapping[str, object], place: str) -> None:
    if len(values) > 1:
        _fail(place, "`same-as` stands alone: the other name's row says all")


def _check_arguments(row: Row, place: str) -> None:
    conditions: dict[str, ArgumentCondition | None] = {
        "unless-argument": row.unless_argument,
        "when-argument": row.when_argument,
        "write-when": row.write_when,
    }
    for key, argument in conditions.items():
        if argument is not None and argument.position is None and argument.name is None:
            _fail(place, f"`{key}` needs `position` or `name`")


def _fail(place: str, problem: str) -> NoReturn:
    raise DataError(f"{place}: {problem}")
