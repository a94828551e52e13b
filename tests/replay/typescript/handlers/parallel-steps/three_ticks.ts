// The same with three microtasks, of which two would be in time.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const second = async () => {
    await null;
    await null;
    await null;
    await context.run("load-order", () => console.log("load order"));
  };
  await Promise.all([context.run("load-user", () => console.log("load user")), second()]);
  await context.run("join", () => console.log("join"));
});
