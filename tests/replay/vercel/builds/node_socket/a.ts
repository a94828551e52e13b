import { Socket } from "net";

export async function asks() {
  "use workflow";
  return new Socket().connecting; // expect: WF617 error
}
