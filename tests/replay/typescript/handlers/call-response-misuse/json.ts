// The body of a response is parsed already, and there are no methods.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const response: any = await context.call("quote", { url: "https://bank.test/quote" });
  const { price } = await response.json();
  await context.run("charge", () => price);
});
