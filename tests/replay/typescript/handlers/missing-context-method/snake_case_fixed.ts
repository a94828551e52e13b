// As it is spelled here.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.sleepUntil("new-year", "2030-01-01");
});
