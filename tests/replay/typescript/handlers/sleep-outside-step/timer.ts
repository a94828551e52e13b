// A timer before the first step is waited for in every pass.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await new Promise<void>((resolve) =>
    setTimeout(() => {
      console.log("waited");
      resolve();
    }, 1),
  );
  await context.run("charge", () => "charged");
  await context.run("mail", () => "mailed");
});
