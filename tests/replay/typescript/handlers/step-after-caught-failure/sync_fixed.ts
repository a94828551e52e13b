// The step returns whether it succeeded.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  const { ok } = await context.run("charge", () => {
    try {
      console.log("charge");
      throw new Error("card declined");
    } catch {
      return { ok: false };
    }
  });
  if (!ok) {
    await context.run("apologize", () => console.log("apologize"));
  }
});
