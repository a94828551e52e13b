// A step that throws at once is caught, and another one follows: the SDK takes it for one inside the first.
import { WorkflowAbort } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  try {
    await context.run("charge", () => {
      console.log("charge");
      throw new Error("card declined");
    });
  } catch (error) {
    if (error instanceof WorkflowAbort) throw error;
    await context.run("apologize", () => console.log("apologize"));
  }
});
