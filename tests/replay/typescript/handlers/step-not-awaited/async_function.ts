// An asynchronous function is called and not awaited: its first step runs beside the next one.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  (async () => {
    await context.run("audit", () => console.log("audit"));
  })();
  await context.run("charge", () => console.log("charge"));
});
