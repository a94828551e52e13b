"""The application, and the endpoint that its workflows are served from."""

from fastapi import FastAPI
from upstash_workflow.fastapi import Serve

app = FastAPI(title="Climbing school")
serve = Serve(app)
