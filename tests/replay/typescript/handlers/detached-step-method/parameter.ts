// A method that is taken out of its context has none.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async ({ run }) => {
  await run("charge", () => console.log("charge"));
});
