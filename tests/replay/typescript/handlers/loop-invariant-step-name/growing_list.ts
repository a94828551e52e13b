// The steps of a loop bear one name. A function puts more into the list that it goes through.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  const todo = [...context.requestPayload.items];
  const visit = (name: string) => {
    if (name.length < 7) todo.push(`${name}!`);
  };
  const found: string[] = [];
  for (const name of todo) {
    found.push(await context.run("visit", () => name.toUpperCase()));
    visit(name);
  }
  return found;
});
