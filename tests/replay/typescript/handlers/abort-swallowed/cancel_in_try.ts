// A cancellation is thrown as well: who swallows it goes on.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("check", () => console.log("check"));
  try {
    await context.cancel();
  } catch {
    console.log("caught");
  }
  await context.run("charge", () => console.log("charge"));
});
