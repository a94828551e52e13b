// The transaction stands in one step.
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
  await context.run("transfer", () =>
    db.transaction(async (tx) => {
      tx.insert("debit");
      tx.insert("credit");
    }),
  );
  await context.run("mail", () => console.log("mail"));
});
