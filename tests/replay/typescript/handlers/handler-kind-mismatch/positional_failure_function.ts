// A failure function takes one object, not several arguments.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(
  async (context) => {
    await context.run("charge", () => {
      throw new Error("card declined");
    });
  },
  {
    failureFunction: (async (context: any, status: number, message: string) => {
      console.log(`failed with ${status}: ${message}`);
    }) as any,
  },
);
