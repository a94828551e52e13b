// A step changes a copy.
interface Order {
  total: number;
}

async function price(order: Order) {
  "use step";
  order.total = 10;
}

export async function argument() {
  "use workflow";
  const order: Order = { total: 0 };
  await price(order); // expect: WF503 error
  return order.total;
}
