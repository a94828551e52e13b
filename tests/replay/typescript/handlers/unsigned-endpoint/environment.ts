// The keys of the environment switch it on; one of them alone does not.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("charge", () => "charged");
});
