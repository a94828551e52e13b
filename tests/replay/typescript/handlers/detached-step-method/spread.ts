// A copy by spread has fields, and no methods.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const extended: any = { ...context, tenant: "acme" };
  await extended.run("charge", () => console.log("charge"));
});
