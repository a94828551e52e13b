// The SDK's own headers and those of proxies are taken out.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const run = context.headers.get("upstash-workflow-runid");
  const address = context.headers.get("x-forwarded-for");
  const agent = context.headers.get("x-agent");
  return await context.run("note", () => `${run} ${address} ${agent}`);
});
