// Jumps between steps that depend on results alone.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  const found: string[] = [];
  search: for (const shelf of ["left", "right"]) {
    for (const item of context.requestPayload.items) {
      const isThere = await context.run(`look-${shelf}-${item}`, () => shelf === "right" || item !== "beta");
      if (!isThere) continue search;
      found.push(`${shelf}-${item}`);
      if (found.length === 3) break search;
    }
  }
  let state: "new" | "paid" | "done" = "new";
  do {
    switch (state) {
      case "new":
        state = await context.run("pay", () => "paid" as const);
        break;
      case "paid":
        state = await context.run("finish", () => "done" as const);
        break;
    }
  } while (state !== "done");
  return found;
});
