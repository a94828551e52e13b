// It stands behind them.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("reserve", () => console.log("reserve"));
  await context.run("charge", () => console.log("charge"));
  await context.run("ship", () => console.log("ship"));
  await context.run("release", () => console.log("release"));
});
