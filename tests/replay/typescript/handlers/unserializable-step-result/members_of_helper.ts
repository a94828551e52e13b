// The big integers lie in what a helper gives: the step fails, and what reads them further on never runs.
import { serve } from "@upstash/workflow/nextjs";

interface Account {
  id: bigint;
  name: string;
}

async function findAccounts(names: string[]): Promise<Account[]> {
  return names.map((name, place) => ({ id: 9007199254740993n + BigInt(place), name }));
}

async function loadQuote(): Promise<{ cents: bigint }> {
  return { cents: 9007199254740993n };
}

export const { POST } = serve(async (context) => {
  const accounts = await context.run("find-accounts", () => findAccounts(["ada", "bob"]));
  const quote = await context.run("quote", () => loadQuote());
  const { total } = await context.run("add", () => ({ total: accounts.reduce((sum, each) => sum + each.id, 0n) }));
  for (const account of accounts) {
    await context.run(`show-${account.name}`, () => console.log(`${account.name} ${account.id + 1n}`));
  }
  if (total > quote.cents) {
    await context.run("show-total", () => console.log(`total ${total} ${quote.cents * 2n}`));
  }
});
