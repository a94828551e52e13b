// A builder that refers to its client cannot be written as JSON: the run fails, and no query runs.
import { serve } from "@upstash/workflow/nextjs";

class Query {
  constructor(private session: { last?: Query }) {
    session.last = this;
  }

  then<T>(resolve: (rows: unknown[]) => T) {
    console.log("query");
    return Promise.resolve([]).then(resolve);
  }
}

export const { POST } = serve(async (context) => {
  await context.run("list-users", () => new Query({}) as any);
});
