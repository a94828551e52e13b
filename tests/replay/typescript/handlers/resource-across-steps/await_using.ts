// What `await using` holds is taken and given back in every pass.
import { serve } from "@upstash/workflow/nextjs";

function lock() {
  console.log("lock");
  return {
    async [Symbol.asyncDispose]() {
      console.log("unlock");
    },
  };
}

export const { POST } = serve(async (context) => {
  await using held = lock();
  await context.run("charge", () => "charged");
  await context.run("mail", () => "mailed");
});
