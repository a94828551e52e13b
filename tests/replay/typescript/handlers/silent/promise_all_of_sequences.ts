// Each branch runs its steps one after the other; the branches go in lockstep.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  const shipped = await Promise.all(
    context.requestPayload.items.map(async (item) => {
      const parcel = await context.run(`pack-${item}`, () => `parcel of ${item}`);
      return await context.run(`ship-${item}`, () => `shipped ${parcel}`);
    }),
  );
  return await context.run("report", () => shipped.length);
});
