// Failures are caught inside the steps.
import { serve } from "@upstash/workflow/nextjs";

async function attempt(what: string) {
  try {
    console.log(what);
    return { ok: true };
  } catch {
    return { ok: false };
  }
}

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  await Promise.all([
    context.run("ask-bank", () => attempt("ask bank")),
    context.run("ask-broker", () => attempt("ask broker")),
  ]);
});
