// The text is made a date again.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const placedAt = await context.run("place", () => new Date(0).toISOString());
  await context.run("remind", () => new Date(placedAt).getTime());
});
