// A guard by class does, since the error is of a subclass.
import { WorkflowAbort } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  try {
    await context.run("charge", () => console.log("charge"));
  } catch (error) {
    if (error instanceof WorkflowAbort) throw error;
    console.log("failed");
  }
});
