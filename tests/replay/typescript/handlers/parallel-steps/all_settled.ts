// `allSettled` swallows what steps throw: the next step runs at once, and again, with what is no result.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  const settled = await Promise.allSettled([
    context.run("ask-bank", () => console.log("ask bank")),
    context.run("ask-broker", () => console.log("ask broker")),
  ]);
  await context.run("join", () => console.log(`join ${settled.map(({ status }) => status)}`));
  await context.run("finish", () => console.log("finish"));
});
