import { type WorkflowContext } from "@upstash/workflow";

export async function settle(context: WorkflowContext) {
  await context.run("debit", () => "debited");
  await context.run("credit", () => "credited");
}
