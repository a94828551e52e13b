// Step functions of all kinds.
import { serve } from "@upstash/workflow/nextjs";

class Bank {
  private rate = 2;

  quote = async () => this.rate;

  fee() {
    return this.rate;
  }
}

const bank = new Bank();
const make = (amount: number) => () => amount;

async function load() {
  return "loaded";
}

export const { POST } = serve(async (context) => {
  await context.run("named", load);
  await context.run("made", make(5));
  await context.run("field", bank.quote);
  await context.run("bound", bank.fee.bind(bank));
  await context.run("expression", function () {
    return 1;
  });
  await context.run("all-inside", () => Promise.all([load(), load()]));
  await context.run("thenable", async () => ({ then: (resolve: (rows: string[]) => void) => resolve(["row"]) }) as any);
});
