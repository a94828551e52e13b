// `bind` keeps the context.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const step = context.run.bind(context);
  await step("charge", () => console.log("charge"));
});
