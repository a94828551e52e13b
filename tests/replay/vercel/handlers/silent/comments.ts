// Comments may stand beside a directive.
async function charge(id: string) {
  /* a step */ "use step"; // of a payment
  return id;
}

export async function commented() {
  "use workflow" // without a semicolon
  return charge("1");
}
