"""Messages, events and streams between workflows."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def kitchen(order: str) -> None:
    DBOS.set_event("state", "cooking")
    DBOS.send(order, "ready", "kitchen")


@DBOS.workflow()
def order() -> list[str]:
    own = DBOS.workflow_id
    handle = DBOS.start_workflow(kitchen, own)
    state = DBOS.get_event(handle.get_workflow_id(), "state", 5)
    message = DBOS.recv("kitchen", 5)
    handle.get_result(polling_interval_sec=0.01)
    DBOS.write_stream("log", message)
    DBOS.close_stream("log")
    return [state, message, *DBOS.read_stream(own, "log")]
