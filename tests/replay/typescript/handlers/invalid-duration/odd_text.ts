// A text that is not a duration is sent as it is; a server that refuses it leaves the run hanging.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.sleep("pause", "5min" as any);
  await context.run("remind", () => console.log("remind"));
});
