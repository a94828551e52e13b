// The same in a helper that the step function calls.
import { type WorkflowContext } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

async function settle(context: WorkflowContext) {
  console.log("settle");
  await context.sleep("cool-down", 10);
}

export const { POST } = serve(async (context) => {
  await context.run("transfer", () => settle(context));
});
