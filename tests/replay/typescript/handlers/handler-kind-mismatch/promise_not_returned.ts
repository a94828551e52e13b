// A handler that is not async does not return its promise: the SDK sees no step.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve((context): any => {
  context.run("charge", () => console.log("charge")).then(() => context.run("mail", () => console.log("mail")));
});
