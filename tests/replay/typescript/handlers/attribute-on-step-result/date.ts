// A date is text after the step, whatever the types say.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const placedAt = await context.run("place", () => new Date(0));
  await context.run("remind", () => placedAt.getTime());
});
