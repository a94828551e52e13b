// The core of the SDK gives a handler, which is exported as what the framework calls.
import { serve } from "@upstash/workflow";

const { handler } = serve(async (context) => {
  await context.run("charge", () => "charged");
});

export const POST = handler;
