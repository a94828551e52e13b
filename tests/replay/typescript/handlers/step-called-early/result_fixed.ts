// The function is handed over.
import { serve } from "@upstash/workflow/nextjs";

function charge() {
  console.log("charge");
  return "charged";
}

export const { POST } = serve(async (context) => {
  await context.run("charge", charge);
});
