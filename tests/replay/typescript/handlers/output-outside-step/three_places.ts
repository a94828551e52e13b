// What is logged before, between and after the steps is logged in every pass that gets there.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  console.log("before");
  await context.run("charge", () => console.log("in a step"));
  console.log("between");
  await context.run("mail", () => "mailed");
  console.log("after");
});
