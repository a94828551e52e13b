// What `then` starts is not returned: the run ends before it.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ email: string }>(async (context) => {
  await context.run("welcome", () => console.log("welcome"));
  context.run("survey", () => console.log("survey")).then(() => context.run("store", () => console.log("store")));
});
