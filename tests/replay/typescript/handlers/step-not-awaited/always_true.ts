// A promise is true, whatever the step finds out.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const isPaid = context.run("check", () => false);
  if (isPaid) {
    await context.run("ship", () => console.log("ship"));
  }
  await context.run("finish", () => "done");
});
