// An object of the class Headers has no fields of its own: no header is sent.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.call("charge", {
    url: "https://bank.test/charge",
    method: "POST",
    headers: new Headers({ Authorization: "Bearer secret" }) as any,
  });
});
