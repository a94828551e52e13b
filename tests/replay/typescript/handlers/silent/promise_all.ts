// Steps side by side: literal, of a list, nested, and of different kinds.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  const { items } = context.requestPayload;
  const [user, order] = await Promise.all([
    context.run("load-user", () => "ada"),
    context.run("load-order", () => "o-17"),
  ]);
  const packed = await Promise.all(items.map((item) => context.run(`pack-${item}`, () => item)));
  await Promise.all([
    context.sleep("pause", 1),
    context.call("notify", { url: "https://shop.test/notify", method: "POST" }),
    Promise.all([context.run("print", () => "printed"), context.run("file", () => "filed")]),
  ]);
  return await context.run("report", () => ({ user, order, packed }));
});
