// There is no `ok`: the run takes the path for failures.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const response: any = await context.call("charge", { url: "https://bank.test/charge", method: "POST" });
  return await context.run("report", () => [response.ok, response.data, response.headers, response.status]);
});
