// There are no agents in this package.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context: any) => {
  const model = context.agents.openai("gpt-4o");
  await context.run("ask", () => model);
});
