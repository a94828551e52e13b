// The name says what the step does.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("charge", () => console.log("charge"));
  await context.run("mail", () => "mailed");
});
