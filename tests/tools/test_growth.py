"""The benchmark of growth measures what it says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from growth import Times, checked, exponent, grow
from growth_python import PYTHON
from growth_shapes import Shape
from growth_typescript import TYPESCRIPT
from sampling import sampled

_SHAPES = [*PYTHON, *TYPESCRIPT]
_IDS = [*(f"python {each.name}" for each in PYTHON), *(f"typescript {each.name}" for each in TYPESCRIPT)]


@pytest.mark.no_cover
@pytest.mark.parametrize("shape", sampled(_SHAPES, 80), ids=_IDS)
def test_each_shape_is_code_with_a_handler_that_grows(shape: Shape, tmp_path: Path) -> None:
    small, large = shape.files(3), shape.files(5)

    assert all(taken >= 0 for taken in checked(small, tmp_path))
    for path, text in large.items():
        if path.endswith(".py"):
            compile(text, path, "exec")
    assert sum(map(len, large.values())) > sum(map(len, small.values()))


def test_there_are_many_shapes_of_both_languages_each_with_a_name_of_its_own() -> None:
    for shapes in (PYTHON, TYPESCRIPT):
        names = [shape.name for shape in shapes]
        assert len(names) >= 80
        assert len(names) == len(set(names))


@pytest.mark.parametrize("power", [1.0, 1.5, 2.0])
def test_the_exponent_is_that_of_the_largest_sizes(power: float) -> None:
    constant = Times(8, 0.0, 5.0, 0.0)
    times = [constant, *(Times(size, 0.0, 0.001 * size**power, 0.0) for size in (16, 32, 64))]

    assert exponent(times, lambda each: each.check) == pytest.approx(power)


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be forked there")
def test_a_shape_is_doubled_up_to_its_largest_size() -> None:
    shape = Shape(
        "short",
        lambda size: {
            "app.py": "from dbos import DBOS\n\n\n@DBOS.workflow()\ndef f():\n" + "    g()\n" * size
        },
        largest=64,
    )

    assert [each.size for each in grow(shape, runs=1)] == [16, 32, 64]
