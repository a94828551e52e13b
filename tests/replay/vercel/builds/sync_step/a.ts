function charge(id: string) { // expect: WF320 error
  "use step";
  return id;
}

export async function orders() {
  "use workflow";
  return charge("1");
}
