"""The projects in which `lsp_latency.py` types: a file of 500 lines in each language, with helper modules.

A change is never the same twice, since a text that has been seen is not parsed again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import PLAIN_CODE

if TYPE_CHECKING:
    from pathlib import Path

LINES = 500


@dataclass(frozen=True)
class TypedProject:
    """A project, and what is typed there.

    Attributes:
        language: The language's id in editors.
        file: The file that is edited.
        text: What stands in it.
        modules: The other files.
        behind: The line that is followed by what is typed.
        definition: The definition that this changes, with the imports that it needs.
        mistake: A line that has a finding; `{number}` makes it a new one.
        harmless: One that has none.
    """

    language: str
    file: str
    text: str
    modules: dict[str, str]
    behind: str
    definition: str
    mistake: str
    harmless: str

    @property
    def line(self) -> int:
        """The number, from 0, of the line that is typed."""
        return self.text.splitlines().index(self.behind) + 1

    def write(self, folder: Path) -> None:
        """Write all files."""
        for name, content in {**self.modules, self.file: self.text}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")


def _filled(text: str, plain: str) -> str:
    """Add plain code until a file has its lines."""
    number = 0
    while text.count("\n") < LINES:
        text += plain.format(number=number)
        number += 1
    return text


_PYTHON_HEAD = """\
import json
from dataclasses import dataclass

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

from billing import charge, refund
from clock import moment

app = FastAPI()
serve = Serve(app)
"""
_PYTHON_HANDLER = """

@serve.post("/orders-{number}")
async def order_{number}(context: AsyncWorkflowContext[dict]) -> None:
    order = context.request_payload
    started = await context.run("start", moment)
    price = await context.run("price", lambda: sum(item["cents"] for item in order["items"]))
    for item in order["items"]:
        await context.run(f"reserve-{{item['key']}}", lambda item=item: print(item))
    receipt = await context.run("charge", lambda: charge(order["customer"], price))
    if receipt["status"] == "declined":
        await context.sleep("wait", 60)
        await context.run("refund", lambda: refund(order["customer"], price))
    await context.run("finish", lambda: print(started, receipt))
"""
_BILLING = (
    "import httpx\n\n\ndef charge(customer: str, cents: int) -> dict:\n"
    '    return httpx.post("https://bank.example/charge", json={"who": customer, "cents": cents}).json()\n\n\n'
    "def refund(customer: str, cents: int) -> dict:\n"
    '    return httpx.post("https://bank.example/refund", json={"who": customer, "cents": cents}).json()\n'
)
PYTHON = TypedProject(
    "python",
    "orders.py",
    _filled(_PYTHON_HEAD + "".join(_PYTHON_HANDLER.format(number=each) for each in range(3)), PLAIN_CODE),
    {
        "clock.py": "import time\n\n\ndef moment() -> float:\n    return time.time()\n",
        "billing.py": _BILLING,
    },
    "    order = context.request_payload",
    _PYTHON_HEAD + _PYTHON_HANDLER.format(number=0),
    '    await context.run(f"log-{{moment()}}", lambda: print({number}))\n',
    '    await context.run("log", lambda: print({number}))\n',
)

_ROUTE = """\
import { serve } from "@upstash/workflow/nextjs";
import { charge, refund } from "@/lib/billing";
import { moment } from "@/lib/clock";

interface Order {
  customer: string;
  items: { key: string; cents: number }[];
}

export const { POST } = serve<Order>(async (context) => {
  const order = context.requestPayload;
  const started = await context.run("start", () => moment());
  const price = await context.run("price", () => order.items.reduce((sum, item) => sum + item.cents, 0));
  for (const item of order.items) {
    await context.run(`reserve-${item.key}`, () => console.log(item));
  }
  const receipt = await context.run("charge", () => charge(order.customer, price));
  if (receipt.status === "declined") {
    await context.sleep("wait", 60);
    await context.run("refund", () => refund(order.customer, price));
  }
  await context.run("finish", () => console.log(started, receipt));
});
"""
_PLAIN_ROUTE = """
interface Record{number} {{
  key: string;
  values: number[];
}}

function total{number}(record: Record{number}): number {{
  return record.values.filter((value) => value > {number}).reduce((sum, value) => sum + value, 0);
}}

function load{number}(text: string): Record{number}[] {{
  const rows = JSON.parse(text) as Record{number}[];
  return rows.map((row) => ({{ key: row.key, values: row.values.map(Number) }})).filter((row) => total{number}(row) > 0);
}}
"""
_BANK = "https://bank.example"
TYPESCRIPT = TypedProject(
    "typescript",
    "app/api/orders/route.ts",
    _filled(_ROUTE, _PLAIN_ROUTE),
    {
        "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./*"]}}}\n',
        "lib/clock.ts": "export const moment = () => Date.now();\n",
        "lib/billing.ts": "".join(
            f"export async function {name}(customer: string, cents: number) {{\n"
            f'  const response = await fetch("{_BANK}/{name}", {{ method: "POST", body: `${{customer}} ${{cents}}` }});\n'
            "  return response.json();\n}\n"
            for name in ("charge", "refund")
        ),
    },
    "  const order = context.requestPayload;",
    _ROUTE,
    "  await context.run(`log-${{moment()}}`, () => console.log({number}));\n",
    '  await context.run("log", () => console.log({number}));\n',
)
