// A third argument of `run` is ignored.
import { serve } from "@upstash/workflow/nextjs";

const charge = (user: { id: string }) => `charge ${user?.id}`;

export const { POST } = serve<{ user: { id: string } }>(async (context) => {
  const { user } = context.requestPayload;
  return await (context as any).run("charge", charge, user);
});
