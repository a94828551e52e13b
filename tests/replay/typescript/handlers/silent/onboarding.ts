// Mails with days between them, and a check every month.
import { type WorkflowContext } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

type Customer = { email: string };

async function sendEmail(message: string, email: string) {
  await fetch("https://mail.test/send", { method: "POST", body: JSON.stringify({ message, email }) });
}

async function getUserState(round: number): Promise<"active" | "non-active" | "gone"> {
  return (["active", "non-active", "gone"] as const)[Math.min(round, 2)];
}

async function remind(context: WorkflowContext<Customer>, round: number) {
  const { email } = context.requestPayload;
  const state = await context.run(`check-user-state-${round}`, () => getUserState(round));
  if (state === "non-active") {
    await context.run(`send-email-non-active-${round}`, async () => {
      await sendEmail("Email to non-active users", email);
    });
  } else if (state === "active") {
    await context.run(`send-email-active-${round}`, async () => {
      await sendEmail("Send newsletter to active users", email);
    });
  }
  return state;
}

export const { POST } = serve<Customer>(async (context) => {
  const { email } = context.requestPayload;

  await context.run("new-signup", async () => {
    await sendEmail("Welcome to the platform", email);
  });
  await context.sleep("wait-for-3-days", 60 * 60 * 24 * 3);

  for (let round = 0; ; round++) {
    if ((await remind(context, round)) === "gone") break;
    await context.sleep(`wait-for-1-month-${round}`, 60 * 60 * 24 * 30);
  }
});
