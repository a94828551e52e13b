"""The route is made of the function below it, which is not the workflow yet: nothing is recorded."""

from dbos import DBOS
from fastapi import FastAPI
from fastapi.testclient import TestClient

LOG: list[str] = []
app = FastAPI()


@DBOS.step()
def charge() -> None:
    LOG.append("charge")


@DBOS.workflow()
@app.post("/orders")
def order() -> str:
    charge()
    return "ordered"


def start() -> None:
    LOG.append(TestClient(app).post("/orders").json())
