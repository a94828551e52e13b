// A request between two steps is sent in every pass that gets there.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("charge", () => "charged");
  await fetch("https://stock.test/reserve", { method: "POST" });
  await context.run("mail", () => "mailed");
});
