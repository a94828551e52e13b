// A failure function looks at what has failed, and does its own work without steps.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ orderId: string }>(
  async (context) => {
    await context.run("charge", () => "charged");
  },
  {
    failureFunction: async ({ context, failStatus, failResponse, failHeaders }) => {
      await fetch("https://alerts.test/", {
        method: "POST",
        body: `${context.requestPayload.orderId}: ${failStatus} ${failResponse} ${Object.keys(failHeaders).length}`,
      });
      return "told";
    },
  },
);
