// So is the URL for failures: nobody is told.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(
  async (context) => {
    await context.run("charge", () => {
      throw new Error("card declined");
    });
  },
  { failureUrl: "https://app.test/api/failed" } as any,
);
