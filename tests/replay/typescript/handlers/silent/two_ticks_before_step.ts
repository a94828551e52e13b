// Two microtasks before a branch's first step are in time.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const second = async () => {
    await null;
    await null;
    return await context.run("load-order", () => "o-17");
  };
  return await Promise.all([context.run("load-user", () => "ada"), second()]);
});
