// The same with an asynchronous function: a promise is no function either.
import { serve } from "@upstash/workflow/nextjs";

async function charge() {
  console.log("charge");
  return "charged";
}

export const { POST } = serve(async (context) => {
  await context.run("charge", charge() as any);
});
