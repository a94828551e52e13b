// The switch is read in a step.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const isNew = await context.run("get-switch", () => process.env.NEW_CHECKOUT === "on");

  if (isNew) {
    await context.run("reserve", () => "reserved");
  }
  await context.run("charge", () => "charged");
  await context.run("mail", () => "mailed");
});
