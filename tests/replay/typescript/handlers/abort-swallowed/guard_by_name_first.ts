// A guard by name does not know the error with which the SDK looks for the first step.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  try {
    await context.run("charge", () => console.log("charge"));
  } catch (error) {
    if ((error as Error).name === "WorkflowAbort") throw error;
    console.log("failed");
  }
});
