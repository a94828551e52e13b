// The same in a helper through which all steps go.
import { serve } from "@upstash/workflow/nextjs";

async function safe<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}

export const { POST } = serve(async (context) => {
  await safe(() => context.run("charge", () => console.log("charge")));
  await safe(() => context.run("mail", () => console.log("mail")));
});
