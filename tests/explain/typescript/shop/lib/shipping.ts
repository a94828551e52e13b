import type { WorkflowContext } from "@upstash/workflow";
import type { Order } from "./orders";

export async function ship(context: WorkflowContext<Order>, id: string): Promise<void> {
  for await (const part of [1, 2]) {
    await context.run(`pack-${part}`, () => ({ id, part }));
  }
  await context.sleep("wait-for-carrier", "1d");
}
