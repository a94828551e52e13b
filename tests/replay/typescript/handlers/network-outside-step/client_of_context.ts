// Before the first step the client of the context leads nowhere: the run never starts.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.qstashClient.publishJSON({ url: "https://mail.test/send", body: {} });
  await context.run("charge", () => "charged");
});
