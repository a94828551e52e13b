// A side effect in `finally` runs in every pass.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  try {
    await context.run("charge", () => "charged");
    await context.run("mail", () => "mailed");
  } finally {
    console.log("release");
  }
});
