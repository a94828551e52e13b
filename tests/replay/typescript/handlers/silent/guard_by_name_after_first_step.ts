// A guard by name knows what steps after the first one throw.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("accept", () => "accepted");
  try {
    await context.run("charge", () => "charged");
  } catch (error) {
    if ((error as Error).name === "WorkflowAbort") throw error;
    throw new Error("The order could not be paid.");
  }
  await context.run("mail", () => "mailed");
});
