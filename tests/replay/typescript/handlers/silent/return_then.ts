// So is a chain that is returned.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve((context) =>
  context.run("charge", () => "charged").then((charged) => context.run("mail", () => `${charged} and mailed`)),
);
