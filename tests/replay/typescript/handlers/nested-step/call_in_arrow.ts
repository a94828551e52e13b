// The same with the call that an arrow function returns.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("transfer", () => context.call("bank", { url: "https://bank.test/transfer", method: "POST" }));
});
