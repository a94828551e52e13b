"""Children on a queue, whose results are waited for afterwards."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def resize(picture: str) -> str:
    LOG.append(picture)
    return picture.upper()


def setup() -> None:
    DBOS.register_queue("pictures", polling_interval_sec=0.01)


@DBOS.workflow()
def album(pictures: list[str]) -> list[str]:
    handles = [DBOS.enqueue_workflow("pictures", resize, picture) for picture in pictures]
    return [handle.get_result(polling_interval_sec=0.01) for handle in handles]
