// A cache that a process keeps skips the step in the replay.
import { serve } from "@upstash/workflow/nextjs";

const cache: { user?: string } = {};

export const { POST } = serve(async (context) => {
  if (!cache.user) {
    cache.user = await context.run("load", () => "ada");
  }
  await context.run("use", () => cache.user);
  await context.run("finish", () => "done");
});
