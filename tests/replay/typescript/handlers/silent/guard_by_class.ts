// A guard by class lets pass what steps throw, also around the first step.
import { WorkflowAbort } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  try {
    await context.run("charge", () => "charged");
    await context.run("ship", () => "shipped");
  } catch (error) {
    if (error instanceof WorkflowAbort) {
      throw error;
    }
    console.error(error);
    throw new Error("The order failed.", { cause: error });
  }
  await context.run("mail", () => "mailed");
});
