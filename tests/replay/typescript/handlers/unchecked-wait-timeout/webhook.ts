// After the timeout there is no request to a webhook.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const webhook = await context.createWebhook("create-webhook");
  const { request } = await context.waitForWebhook("wait", webhook, "1d");
  const body: any = await request!.json();
  return await context.run("decide", () => body.approved);
});
