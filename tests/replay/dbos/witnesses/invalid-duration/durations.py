"""What `DBOS.sleep` says to durations."""

from datetime import timedelta
from typing import Any

from dbos import DBOS

LOG: list[str] = []

DURATIONS: dict[str, Any] = {
    "float": 0.01,
    "negative": -5,
    "zero": 0,
    "text": "10s",
    "timedelta": timedelta(seconds=1),
    "none": None,
}


@DBOS.workflow()
def naps() -> dict[str, str]:
    said = {}
    for name, duration in DURATIONS.items():
        try:
            DBOS.sleep(duration)
        except Exception as error:
            said[name] = f"{type(error).__name__}: {error}"
        else:
            said[name] = "slept"
    return said
