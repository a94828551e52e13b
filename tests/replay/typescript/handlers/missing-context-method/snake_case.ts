// A method that the SDK does not have, spelled as in Python.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context: any) => {
  await context.sleep_until("new-year", "2030-01-01");
});
