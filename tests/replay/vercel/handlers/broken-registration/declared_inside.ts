// The compiler gives the step another name than the code calls.
export async function orders() {
  "use workflow";
  async function charge() { // expect: WF320 error
    "use step";
    return 1;
  }
  return charge();
}
