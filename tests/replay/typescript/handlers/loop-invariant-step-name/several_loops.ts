// The steps of three loops bear one name in each round; one of the loops counts its rounds itself.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  let left = await context.run("start", () => ({ of: 2 }));
  while (left.of > 0) {
    left = await context.run("down", () => ({ of: left.of - 1 }));
  }
  do {
    left = await context.run("up", () => ({ of: left.of + 1 }));
  } while (left.of < 2);
  let checks = 0;
  while (checks < 3) {
    await context.sleep("pause", 1);
    checks += 1;
  }
  return [left.of, checks];
});
