"""What fixes of step names and of lost changes mean for runs that are in flight."""

from __future__ import annotations

import pytest
from fixing import finding, fixed_text, handler

from wflint.findings import FixClass
from wflint.report.fixed import draining_sentences

_IMPORTS = (
    "import os\nimport random\nimport time\nimport uuid\nfrom datetime import date, datetime, timezone\n"
)


def _class_of(body: str, code: str) -> FixClass:
    result = fixed_text(handler(body, _IMPORTS))
    return next(each.fix.fix_class for each in result.applied if each.finding.code == code)


@pytest.mark.parametrize(
    "part",
    [
        "uuid.uuid4()",
        "uuid.uuid4().hex[:8]",
        "time.time()",
        "int(time.time())",
        "datetime.now(timezone.utc)",
        "datetime.now(timezone.utc).isoformat()",
        "date.today():%d}-{uuid.uuid4()",
    ],
)
def test_no_run_in_flight_has_found_a_step_whose_name_never_comes_back(part: str) -> None:
    body = f'await context.run(f"report-{{{part}}}", print)'

    assert _class_of(body, "WF403") is FixClass.SAFE
    assert "has another name on every delivery" in finding(handler(body, _IMPORTS), "WF403").message


@pytest.mark.parametrize(
    "part",
    [
        "date.today()",
        "date.today():%d-%m",
        "datetime.now(timezone.utc):%Y-%m-%d",
        "datetime.now(timezone.utc).date()",
        "datetime.now(timezone.utc).hour",
        "datetime.now(timezone.utc).isoformat()[:10]",
        "time.time() // 86400",
        "random.randint(1, 2)",
        "os.getpid()",
        'os.environ["REGION"]',
    ],
)
def test_a_run_in_flight_may_have_found_a_step_whose_name_comes_back(part: str) -> None:
    body = f"await context.run(f'report-{{{part}}}', print)"

    assert _class_of(body, "WF403") is FixClass.DRAIN
    assert "may get a different name on a later delivery" in finding(handler(body, _IMPORTS), "WF403").message


def test_a_run_in_flight_has_not_recorded_what_a_step_returns_from_now_on() -> None:
    body = """\
names = []
await context.run("load", lambda: names.append(load()))
await context.run("send", lambda: print(names))
"""
    imports = "from loading import load\n"
    result = fixed_text(handler(body, imports))

    assert [each.fix.fix_class for each in result.applied if each.finding.code == "WF503"] == [FixClass.DRAIN]


def test_what_is_read_from_now_on_is_told_apart_from_steps_that_move() -> None:
    body = 'names = []\nawait context.run("load", lambda: names.append(load()))\nprint(names)\n'
    result = fixed_text(handler(body, "from loading import load\n"), ["mutation-inside-step"])
    (said,) = draining_sentences(result.applied, is_written=False)

    assert said.startswith(
        "`orders` (app.py) would read results of steps that runs in flight have not recorded. How to deploy: "
    )
