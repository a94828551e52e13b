// The same in a step.
import { WorkflowAbort } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("check", () => console.log("check"));
  await context.run("refuse", () => {
    throw new WorkflowAbort("refused");
  });
});
