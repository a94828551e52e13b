// A date in the payload arrives as text, whatever its type says.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ due: Date }>(async (context) => {
  const due = context.requestPayload.due.getTime();
  await context.run("remind", () => due);
});
