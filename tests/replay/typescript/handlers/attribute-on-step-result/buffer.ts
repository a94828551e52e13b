// A buffer is an object, whose text is that of any object.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const file = await context.run("read", () => Buffer.from("hello"));
  return await context.run("print", () => file.toString());
});
