// The text is made a date.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ due: string }>(async (context) => {
  const due = new Date(context.requestPayload.due ?? 0).getTime();
  await context.run("remind", () => due);
});
