// A generator is not run at all.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(function* (context: any): any {
  yield context.run("charge", () => console.log("charge"));
} as any);
