// A step that rejects is caught, and another one follows: it is recorded with a gap, and the run hangs.
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
    await context.run("apologize", () => console.log("apologize"));
  }
});
