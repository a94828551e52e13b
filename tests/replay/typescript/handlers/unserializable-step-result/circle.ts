// Nor has it circles.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("load", () => {
    console.log("load");
    const user: { self?: object } = {};
    user.self = user;
    return user;
  });
});
