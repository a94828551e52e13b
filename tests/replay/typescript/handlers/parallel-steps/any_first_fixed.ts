// `all` lets through what steps throw.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await Promise.all([
    context.run("ask-bank", () => console.log("ask bank")),
    context.run("ask-broker", () => console.log("ask broker")),
  ]);
});
