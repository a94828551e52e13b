// The handler throws what the SDK throws when a step is done: the run hangs.
import { WorkflowAbort } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("check", () => console.log("check"));
  throw new WorkflowAbort("refused");
});
