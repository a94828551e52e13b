// An object keeps its fields, and loses its methods.
import { serve } from "@upstash/workflow/nextjs";

class User {
  constructor(public name: string) {}

  greeting() {
    return `Hello ${this.name}`;
  }
}

export const { POST } = serve(async (context) => {
  const user = await context.run("load", () => new User("Ada"));
  await context.run("greet", () => user.greeting());
});
