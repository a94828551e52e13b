// The function is called where it should be handed over: it runs in every pass, and its result is no function.
import { serve } from "@upstash/workflow/nextjs";

function charge() {
  console.log("charge");
  return "charged";
}

export const { POST } = serve(async (context) => {
  await context.run("charge", charge() as any);
});
