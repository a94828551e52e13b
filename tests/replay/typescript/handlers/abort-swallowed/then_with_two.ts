// The same with both arguments of `then`, as helpers do that return an error and a value.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  const [error, price] = await context.run("quote", () => 120).then(
    (value) => [null, value] as const,
    (reason) => [reason, 100] as const,
  );
  await context.run("charge", () => console.log(`charge ${price}`));
});
