// The handler returns after a failure: the step is not tried again.
import { WorkflowAbort } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  try {
    await context.run("charge", async () => {
      console.log("charge");
      throw new Error("card declined");
    });
  } catch (error) {
    if (error instanceof WorkflowAbort) throw error;
    return "not paid";
  }
});
