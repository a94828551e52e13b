// So is a set, which cannot be walked through any more.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const tags = await context.run("load", () => new Set(["new"]));
  for (const tag of tags) {
    await context.run(`tag-${tag}`, () => tag);
  }
});
