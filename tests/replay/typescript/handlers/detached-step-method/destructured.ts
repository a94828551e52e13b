// The same in the body.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const { run, requestPayload } = context;
  await run("charge", () => console.log(requestPayload));
});
