// Promises that are stored and awaited one after the other run side by side, with rejections that nobody handles.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const user = context.run("load-user", () => "ada");
  const order = context.run("load-order", () => "o-17");
  const loaded = [await user, await order];
  return await context.run("join", () => loaded.join(" "));
});
