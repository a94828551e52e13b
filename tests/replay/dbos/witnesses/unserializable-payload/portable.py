"""As portable JSON, the workflow's result must be JSON; the steps' results are pickled all the same."""

from dbos import DBOS, WorkflowSerializationFormat

LOG: list[str] = []


@DBOS.workflow(serialization_type=WorkflowSerializationFormat.PORTABLE)
def order() -> dict[int, str]:
    return DBOS.run_step({"name": "pick"}, lambda: {1: "tea"})
