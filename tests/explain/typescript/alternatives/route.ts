import { serve } from "@upstash/workflow/nextjs";

import { JOBS } from "./jobs";

export const { POST } = serve<{ job: string }>(async (context) => {
  const name = await context.run("pick-job", () => context.requestPayload.job);
  const job = JOBS.find((each) => each.name === name);
  if (!job) {
    return;
  }
  await job.run(context);
  console.log("after the job");
  await context.run("say-done", () => console.log("done"));
});
