// Functions, classes and aliases that hold the context run steps as the handler does.
import { type WorkflowContext } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

async function charge(context: WorkflowContext, amount: number) {
  return await context.run("charge", () => amount);
}

class Shipping {
  constructor(private context: WorkflowContext) {}

  async ship() {
    await this.context.run("ship", () => "shipped");
    return this.context.sleep("wait", "1d");
  }
}

export const { POST } = serve<{ amount: number }>(async (context) => {
  const ctx = context;
  const mail = (text: string) => ctx.run("mail", () => text);

  const amount = await charge(context, 120);
  await new Shipping(context).ship();
  await mail(`You paid ${amount}.`);
});
