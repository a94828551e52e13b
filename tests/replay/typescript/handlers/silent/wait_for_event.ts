// An event that somebody else tells of, with a look at the timeout.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ orderId: string }>(async (context) => {
  const { orderId } = context.requestPayload;
  await context.run("ask", () => "asked");
  const { eventData, timeout } = await context.waitForEvent<{ approved: boolean }>("wait", `approval-${orderId}`, {
    timeout: "7d",
  });
  if (timeout) {
    await context.run("remind", () => "reminded");
    return false;
  }
  return eventData.approved;
});
