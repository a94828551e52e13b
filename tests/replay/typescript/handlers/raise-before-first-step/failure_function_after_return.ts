// A handler that would return early now keeps the failure function from running.
import { serve } from "@upstash/workflow/nextjs";

let isOpen = true;

export const { POST } = serve(
  async (context) => {
    if (!isOpen) return;
    await context.run("charge", () => {
      isOpen = false;
      throw new Error("card declined");
    });
  },
  { failureFunction: async () => console.log("told") },
);
