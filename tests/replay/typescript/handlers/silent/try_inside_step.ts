// What a step catches itself never leaves it.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const { ok } = await context.run("charge", async () => {
    try {
      throw new Error("card declined");
    } catch {
      return { ok: false };
    } finally {
      console.log("released");
    }
  });
  if (!ok) {
    await context.run("apologize", () => "sorry");
  }
});
