// A clause that always throws what it caught swallows nothing.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  try {
    await context.run("charge", () => "charged");
    await context.run("mail", () => "mailed");
  } catch (error) {
    console.error("passed on");
    throw error;
  }
});
