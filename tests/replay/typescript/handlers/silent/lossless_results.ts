// Results that JSON carries as they are.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const { total, tags } = await context.run("load", () => ({ total: 1.5, tags: ["new"], note: null, text: '{"a":1}' }));
  const digits = await context.run("digits", () => "123");
  const nothing = await context.run("nothing", () => null);
  return await context.run("report", () => [total.toFixed(1), tags.map(String), digits.length, nothing]);
});
