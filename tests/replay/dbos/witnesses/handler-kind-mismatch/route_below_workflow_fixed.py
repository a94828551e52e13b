"""The route is made of the workflow."""

from dbos import DBOS
from fastapi import FastAPI
from fastapi.testclient import TestClient

LOG: list[str] = []
app = FastAPI()


@DBOS.step()
def charge() -> None:
    LOG.append("charge")


@app.post("/orders")
@DBOS.workflow()
def order() -> str:
    charge()
    return "ordered"


def start() -> None:
    LOG.append(TestClient(app).post("/orders").json())
