// `any` waits for a step that does not throw, but each throws when it is done: the run never starts.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await Promise.any([
    context.run("ask-bank", () => console.log("ask bank")),
    context.run("ask-broker", () => console.log("ask broker")),
  ]);
});
