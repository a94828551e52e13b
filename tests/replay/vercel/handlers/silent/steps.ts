// Steps in arrow functions, objects, static methods and other steps; the SDK's `fetch` in both places.
import { fetch, sleep } from "workflow";
import { done } from "../../done";

const arrow = async (id: string) => {
  "use step";
  done(`arrow ${id}`);
  return id;
};

const tools = {
  async method(id: string) {
    "use step";
    done(`method ${id}`);
    return id;
  },
};

class Bank {
  static async book(id: string) {
    "use step";
    done(`static ${id}`);
    return id;
  }
}

async function outer(id: string) {
  "use step";
  const response = await fetch("data:text/plain,hello");
  return (await arrow(id)) + (await response.text());
}

export async function kinds() {
  "use workflow";
  const two = 2;
  const nested = async (n: number) => {
    "use step";
    return n * two;
  };
  return [await arrow("a"), await tools.method("b"), await Bank.book("c"), await outer("d"), await nested(4)];
}

export async function fetched() {
  "use workflow";
  const response = await fetch("data:text/plain,hello");
  return response.text();
}

export async function slept() {
  "use workflow";
  await sleep("5ms");
  await sleep(5);
  await sleep(1.5);
  await sleep("0.01 s" as any);
  await sleep(new Date(Date.now() + 5));
  return "awake";
}

export async function child() {
  "use workflow";
  return kinds();
}
