// A step is tried again in the same pass: it runs once for each try, and the replay finds another step.
import { serve } from "@upstash/workflow/nextjs";

async function retry<T>(work: () => Promise<T>, times: number): Promise<T | undefined> {
  for (let attempt = 0; attempt < times; attempt++) {
    try {
      return await work();
    } catch {
      continue;
    }
  }
}

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  await retry(() => context.run("charge", () => console.log("charge")), 3);
  await context.run("mail", () => console.log("mail"));
});
