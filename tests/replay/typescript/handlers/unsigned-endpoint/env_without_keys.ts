// The keys are looked for in the environment that is given, which has none.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(
  async (context) => {
    await context.run("charge", () => "charged");
  },
  { env: { QSTASH_TOKEN: "token" } },
);
