import { createHash } from "crypto";

function digest(text: string) {
  return createHash("sha256").update(text).digest("hex");
}

export async function hashes() {
  "use workflow";
  return digest("a"); // expect: WF617 error
}
