// Nor is an async generator.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async function* (context: any): any {
  yield await context.run("charge", () => console.log("charge"));
} as any);
