// After the timeout there is no data of an event.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("ask", () => console.log("ask"));
  const { eventData } = await context.waitForEvent<{ approved: boolean }>("wait", "approval-o-17", { timeout: "1d" });
  return await context.run("decide", () => eventData.approved);
});
