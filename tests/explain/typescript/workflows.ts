// Workflows that call each other, served together.
import { createWorkflow, serveMany } from "@upstash/workflow/nextjs";

const invoice = createWorkflow(async (context) => {
  const number = await context.run("next-number", () => 7);
  return { number };
});

const order = createWorkflow<{ id: string }, void>(
  async (context) => {
    const { body, isFailed } = await context.invoke("make-invoice", {
      workflow: invoice,
      body: { order: context.requestPayload.id },
    });
    if (isFailed) {
      throw new Error("no invoice");
    }
    await context.run("send-invoice", () => console.log(body));
  },
  {
    failureFunction: async ({ failResponse }) => {
      console.error(failResponse);
    },
  },
);

export const { POST } = serveMany({ invoice, order });
