// Retries belong to the trigger: the option is ignored.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(
  async (context) => {
    await context.run("charge", () => {
      console.log("charge");
      throw new Error("card declined");
    });
  },
  { retries: 0 } as any,
);
