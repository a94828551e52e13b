"""Each of these cannot be made a step; what it says is told."""

import functools
import random
import time
from collections.abc import Callable
from typing import Any

from dbos import DBOS

LOG: list[str] = []


class Till:
    def open(self) -> str:
        return "open"


def charge(amount: int) -> int:
    return amount


def said(made: Callable[[], Any]) -> str:
    try:
        made()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "made"


@DBOS.workflow()
def order() -> dict[str, str]:
    return {
        "builtin": said(lambda: DBOS.step(name="now")(time.time)),
        "method of a module": said(lambda: DBOS.step(name="draw")(random.randint)),
        "method": said(lambda: DBOS.step(name="open")(Till().open)),
        "partial": said(lambda: DBOS.step()(functools.partial(charge, 3))),
        "named partial": said(lambda: DBOS.step(name="charge")(functools.partial(charge, 3))),
        "function": said(lambda: DBOS.step()(charge)),
    }
