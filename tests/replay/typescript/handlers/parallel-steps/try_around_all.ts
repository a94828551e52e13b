// All is caught, and a step follows: it runs at once, and again.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  try {
    await Promise.all([
      context.run("ask-bank", () => console.log("ask bank")),
      context.run("ask-broker", () => console.log("ask broker")),
    ]);
  } catch {
    console.log("caught");
  }
  await context.run("join", () => console.log("join"));
  await context.run("finish", () => console.log("finish"));
});
