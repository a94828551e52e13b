// A step in `finally` runs whenever another one is done.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("reserve", () => console.log("reserve"));
  try {
    await context.run("charge", () => console.log("charge"));
    await context.run("ship", () => console.log("ship"));
  } finally {
    await context.run("release", () => console.log("release"));
  }
});
