// Another error takes the place of what a step throws: each delivery is answered with it.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  try {
    await context.run("charge", () => console.log("charge"));
  } catch {
    throw new Error("The order could not be paid.");
  }
});
