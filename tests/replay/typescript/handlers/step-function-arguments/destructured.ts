// A parameter that is taken apart fails.
import { serve } from "@upstash/workflow/nextjs";

async function charge({ id }: { id: string }) {
  return id;
}

export const { POST } = serve(async (context) => {
  await context.run("charge", charge as any);
});
