// There is an error for what is not to be tried again.
import { WorkflowNonRetryableError } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ amount: number }>(async (context) => {
  await context.run("check", () => console.log("check"));
  if (context.requestPayload.amount > 1000) {
    throw new WorkflowNonRetryableError("refused");
  }
});
