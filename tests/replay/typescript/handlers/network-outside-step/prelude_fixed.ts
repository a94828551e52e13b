// A step sends it once.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("reserve", () => fetch("https://stock.test/reserve", { method: "POST" }).then(({ ok }) => ok));

  await context.run("charge", () => "charged");
  await context.run("mail", () => "mailed");
});
