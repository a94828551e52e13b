// An order that waits for stock and for an approval, with helpers and early ends behind steps.
import { type WorkflowContext, WorkflowNonRetryableError } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

interface Order {
  orderId: string;
  items: string[];
  amount: number;
}

const isLarge = (amount: number) => amount > 100;

class Warehouse {
  readonly #context: WorkflowContext<Order>;

  constructor(context: WorkflowContext<Order>) {
    this.#context = context;
  }

  reserve(item: string, index: number) {
    return this.#context.run(`reserve-${index}`, () => ({ item, reserved: true }));
  }
}

async function approve(context: WorkflowContext<Order>, orderId: string) {
  const { timeout, eventData } = await context.waitForEvent<{ approved: boolean }>(
    "wait-for-approval",
    `approval-${orderId}`,
    { timeout: "2d" },
  );
  return timeout ? false : eventData.approved;
}

export const { POST } = serve<Order>(async (context) => {
  const { orderId, items, amount } = context.requestPayload;
  const warehouse = new Warehouse(context);

  const reservations = [];
  for (const [index, item] of items.entries()) {
    reservations.push(await warehouse.reserve(item, index));
  }
  if (reservations.some(({ reserved }) => !reserved)) {
    throw new WorkflowNonRetryableError("out of stock");
  }
  if (isLarge(amount) && !(await approve(context, orderId))) {
    await context.run("decline", () => orderId);
    return { orderId, status: "declined" };
  }
  const total = reservations.reduce((sum, { item }) => sum + item.length, 0);
  const label = `${orderId}-${total}`;
  await context.run("ship", () => label);
  return { orderId, status: "shipped" };
});
