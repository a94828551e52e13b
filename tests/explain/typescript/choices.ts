// Branches, loops, and what catches errors.
import { WorkflowAbort, WorkflowNonRetryableError } from "@upstash/workflow";
import { serve } from "@upstash/workflow/express";

type Job = { kind: "mail" | "push" | "none"; users: string[]; tries: number };

class Sender {
  constructor(private readonly kind: string) {}

  send(user: string): { user: string; kind: string } {
    return { user, kind: this.kind };
  }
}

export const router = serve<Job>(async (context) => {
  const job = context.requestPayload;
  const sender = new Sender(job.kind);
  switch (job.kind) {
    case "mail":
    case "push":
      for (const [index, user] of job.users.entries()) {
        await context.run(`send-${index}`, () => sender.send(user));
      }
      break;
    default:
      throw new WorkflowNonRetryableError("unknown kind");
  }
  let tries = 0;
  while (tries < job.tries) {
    const { status } = await context.call(`confirm-${tries}`, { url: "https://confirm.test" });
    if (status < 300) {
      break;
    }
    tries += 1;
  }
  try {
    await context.run("archive", () => "archived");
  } catch (error) {
    if (error instanceof WorkflowAbort) throw error;
    console.error("not archived", error);
    throw error;
  } finally {
    console.log("left");
  }
  job.users.length > 10 ? await context.run("report-many", () => 1) : await context.run("report-few", () => 2);
});
