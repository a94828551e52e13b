import type { WorkflowContext } from "@upstash/workflow";

export type Job = { name: string; run(context: WorkflowContext): Promise<void> };

async function clean(context: WorkflowContext): Promise<void> {
  await context.run("list-files", () => console.log("listing"));
  await context.run("remove-files", () => console.log("removing"));
}

export const JOBS: Job[] = [
  { name: "clean", run: clean },
  {
    name: "report",
    run: async (context) => {
      const begun = Date.now();
      await context.run("write-report", () => console.log("writing", begun));
    },
  },
];
