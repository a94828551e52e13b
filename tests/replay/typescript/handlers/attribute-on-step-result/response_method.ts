// A response is an empty object after the step.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const response = await context.run("load", () => fetch("https://shop.test/order"));
  await context.run("use", () => response.json());
});
