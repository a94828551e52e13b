// `for await` over promises of steps runs them side by side, with rejections that nobody handles.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const loaded: string[] = [];
  for await (const value of [context.run("load-user", () => "ada"), context.run("load-order", () => "o-17")]) {
    loaded.push(value);
  }
  return await context.run("join", () => loaded.join(" "));
});
