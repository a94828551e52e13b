// It returns its promise.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve((context): any => {
  return context
    .run("charge", () => console.log("charge"))
    .then(() => context.run("mail", () => console.log("mail")));
});
