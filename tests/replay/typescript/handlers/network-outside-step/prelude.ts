// A request before the first step is sent in every pass.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await fetch("https://stock.test/reserve", { method: "POST" });

  await context.run("charge", () => "charged");
  await context.run("mail", () => "mailed");
});
