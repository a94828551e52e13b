// The same with a helper of another module.
import { serve } from "@upstash/workflow/nextjs";

import { settle } from "../../shared/settle";

export const { POST } = serve(async (context) => {
  await settle(context);
  await context.run("mail", () => "mailed");
});
