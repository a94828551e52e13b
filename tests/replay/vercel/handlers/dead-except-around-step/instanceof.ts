// No class that the workflow can name is that of a step's failure.
import { FatalError } from "workflow";
import { done } from "../../done";

class Declined extends Error {}

async function charge() {
  "use step";
  throw new FatalError("no");
}

async function chargeCard() {
  "use step";
  throw new Declined("no");
}
chargeCard.maxRetries = 0;

async function cancel() {
  "use step";
  done("cancel");
}

export async function fatal() {
  "use workflow";
  try {
    await charge();
  } catch (error) {
    if (error instanceof FatalError) { // expect: WF317 error
      await cancel();
    }
    return String(error);
  }
}

export async function own() {
  "use workflow";
  try {
    await chargeCard();
  } catch (error) {
    if (error instanceof Declined) { // expect: WF317 warning
      return "declined";
    }
    return String(error);
  }
}

export async function any() {
  "use workflow";
  try {
    await charge();
  } catch (error) {
    if (error instanceof Error) { // expect: WF317 warning
      return "error";
    }
    return String(error);
  }
}
