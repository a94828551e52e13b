// A deploy that switches a feature on changes the steps of a run in flight.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  if (process.env.NEW_CHECKOUT === "on") {
    await context.run("reserve", () => "reserved");
  }
  await context.run("charge", () => "charged");
  await context.run("mail", () => "mailed");
});
