// Fields of the payload that are only read are undefined when a call is answered, which nobody sees.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ email: string }>(async (context) => {
  const { email } = context.requestPayload;

  await context.call("charge", { url: "https://bank.test/charge", method: "POST", body: JSON.stringify({ email }) });
  await context.run("mail", () => `mail ${email}`);
});
