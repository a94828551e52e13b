// Its `ok` is undefined, so that the run takes the path for failures.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const response = await context.run("load", () => fetch("https://shop.test/order"));
  return await context.run("use", () => (response.ok ? "ok" : "not ok"));
});
