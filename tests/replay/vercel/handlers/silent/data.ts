// What comes back as what it was, as an argument and as a result.
async function echo(what: any) {
  "use step";
  return what;
}

async function price(order: { total: number }) {
  "use step";
  order.total = 10;
  return order;
}

export async function rich() {
  "use workflow";
  const told = await echo({
    at: new Date(0),
    map: new Map([["a", 1]]),
    set: new Set([1]),
    big: 10n,
    bytes: new Uint8Array(2),
    link: new URL("https://example.com"),
    error: new TypeError("no"),
    none: undefined,
    step: price,
  });
  return [
    told.at.getTime(),
    told.map.get("a"),
    told.set.has(1),
    typeof told.big,
    told.bytes.length,
    told.link.host,
    told.error.message,
    "none" in told,
    typeof told.step,
  ];
}

export async function circle() {
  "use workflow";
  const node: { self?: unknown } = {};
  node.self = node;
  const told = await echo(node);
  return told.self === told;
}

export async function changed() {
  "use workflow";
  let order = { total: 0 };
  order = await price(order);
  return order.total;
}
