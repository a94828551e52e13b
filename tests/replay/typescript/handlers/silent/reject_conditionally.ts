// An error that is not to be tried again, which this payload does not meet.
import { WorkflowNonRetryableError } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ amount: number }>(async (context) => {
  if (context.requestPayload.amount < 0) {
    throw new WorkflowNonRetryableError("nothing to pay");
  }
  await context.run("charge", () => "charged");
});
