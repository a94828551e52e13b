// A workflow that is invoked and fails does not throw: its body is taken for a result.
import { createWorkflow, serveMany } from "@upstash/workflow/nextjs";

const ship = createWorkflow(async (context) => {
  await context.run("pack", () => "packed");
  return "shipped";
});

const order = createWorkflow(async (context) => {
  const { body } = await context.invoke("ship", { workflow: ship, body: {} });
  return await context.run("report", () => body);
});

export const { POST } = serveMany({ workflow: order, ship });
