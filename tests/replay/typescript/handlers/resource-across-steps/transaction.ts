// A transaction around steps is rolled back with each of them; the last pass commits, and writes nothing.
import { serve } from "@upstash/workflow/nextjs";

const table: string[] = [];
const db = {
  async transaction<T>(work: (tx: { insert(row: string): void }) => Promise<T>): Promise<T> {
    const rows: string[] = [];
    console.log("begin");
    try {
      const result = await work({ insert: (row) => rows.push(row) });
      table.push(...rows);
      console.log(`commit ${table.length}`);
      return result;
    } catch (error) {
      console.log("rollback");
      throw error;
    }
  },
};

export const { POST } = serve(async (context) => {
  await db.transaction(async (tx) => {
    await context.run("debit", () => tx.insert("debit"));
    await context.run("credit", () => tx.insert("credit"));
  });
  await context.run("mail", () => console.log("mail"));
});
