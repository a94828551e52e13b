// In CommonJS each entry of the package has a class of its own: the guard compares with another one.
import { WorkflowAbort } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  let price = 0;
  try {
    price = await context.run("quote", () => 120);
  } catch (error) {
    if (error instanceof WorkflowAbort) throw error;
    price = 100;
  }
  await context.run("charge", () => console.log(`charge ${price}`));
});
