// `Promise.all` starts the request in every pass as well.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await Promise.all([
    context.run("charge", () => "charged"),
    fetch("https://stock.test/reserve", { method: "POST" }),
  ]);
  await context.run("mail", () => "mailed");
});
