// A last step that works asynchronously is not awaited: the run ends while it works.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ email: string }>(async (context) => {
  await context.run("welcome", () => console.log("welcome"));
  void context.run("survey", async () => {
    await fetch("https://mail.test/survey", { method: "POST" });
    await fetch("https://mail.test/log", { method: "POST" });
    console.log("survey");
  });
});
