// The step always stands there; its result is what is kept.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const user = await context.run("load", () => "ada");

  await context.run("use", () => user);
  await context.run("finish", () => "done");
});
