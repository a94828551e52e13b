// Nothing says what the query returns, and still it has no methods of a date.
import { serve } from "@upstash/workflow/nextjs";

const rows = new Map<string, any>([["alpha", { placedAt: new Date(0) }]]);

async function find(id: string): Promise<any> {
  return rows.get(id);
}

export const { POST } = serve(async (context) => {
  const row = await context.run("load", () => find("alpha"));
  await context.run("charge", () => row.placedAt.getTime());
});
