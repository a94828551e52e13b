// A query builder is no promise, so the SDK does not await it: the query never runs.
import { serve } from "@upstash/workflow/nextjs";

class Query {
  constructor(private spec: { action: string; data: unknown }) {}

  then<T>(resolve: (rows: unknown[]) => T) {
    console.log("query");
    return Promise.resolve([this.spec.data]).then(resolve);
  }
}

const db = { user: { create: (data: unknown) => new Query({ action: "create", data }) } };

export const { POST } = serve<{ email: string }>(async (context) => {
  const { email } = context.requestPayload;
  return await context.run("create-user", () => db.user.create({ email }) as any);
});
