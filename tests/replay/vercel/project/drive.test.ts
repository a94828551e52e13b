// Starts each workflow of the handlers, and writes down what became of it.
import { writeFileSync } from "node:fs";
import { it } from "vitest";
import { start } from "workflow/api";

const modules = import.meta.glob("./handlers/**/*.ts", { eager: true }) as Record<string, Record<string, unknown>>;

async function run(workflow: any): Promise<Record<string, unknown>> {
  const printed: string[] = [];
  const rejected: string[] = [];
  const note = (error: unknown) => rejected.push(String(error));
  const print = console.log;
  (globalThis as any).done = [];
  console.log = (...all: unknown[]) => void printed.push(all.map(String).join(" "));
  process.on("unhandledRejection", note);
  const told: Record<string, unknown> = {};
  try {
    const started = await start(workflow, []);
    told.value = (await started.returnValue) ?? null;
  } catch (error: any) {
    told.error = String(error?.cause?.message ?? error?.message ?? error);
  }
  console.log = print;
  process.off("unhandledRejection", note);
  return { ...told, done: (globalThis as any).done, printed, rejected };
}

it("runs all workflows", async () => {
  const told: Record<string, unknown> = {};
  for (const [path, module] of Object.entries(modules)) {
    for (const [name, workflow] of Object.entries(module)) {
      told[`${path.replace("./handlers/", "").replace(".ts", "")}:${name}`] = await run(workflow);
    }
  }
  writeFileSync("told.json", JSON.stringify(told));
});
