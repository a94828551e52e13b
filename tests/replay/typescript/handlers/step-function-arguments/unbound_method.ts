// A method that is handed over by name has no `this`.
import { serve } from "@upstash/workflow/nextjs";

class Bank {
  private rate = 2;

  quote() {
    return this.rate;
  }
}

const bank = new Bank();

export const { POST } = serve(async (context) => {
  return await context.run("quote", bank.quote);
});
