export function orders() { // expect: WF320 error
  "use workflow";
  return Promise.resolve(1);
}
