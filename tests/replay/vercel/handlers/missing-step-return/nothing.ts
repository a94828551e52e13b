// The step gives nothing, and the workflow reads a field of it.
async function load() {
  "use step";
  const order = { id: 1 };
  void order;
}

export async function handle() {
  "use workflow";
  const order: any = await load(); // expect: WF505 error
  return order.id;
}
