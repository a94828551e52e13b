// A workflow prints again in each replay, and a step once.
async function charge() {
  "use step";
  console.log("charge");
}

export async function handle() {
  "use workflow";
  console.log("begin"); // expect: WF206 info
  await charge();
  await charge();
}
