// A step in a failure function runs outside any run: it goes into the run that has failed, once for each retry.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(
  async (context) => {
    await context.run("charge", () => {
      throw new Error("card declined");
    });
  },
  {
    failureFunction: async ({ context }: any) => {
      await context.run("apologize", () => console.log("apologize"));
    },
  },
);
