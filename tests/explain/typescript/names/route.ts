import type { WorkflowContext } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

enum Events {
  GetVideo = "get-video",
}

const NAMES = { title: "get-title" } as const;

async function until(context: WorkflowContext, label: string, seconds: number) {
  await context.sleep(label, seconds);
}

async function remind(context: WorkflowContext, label: string) {
  return context.run(label, () => ({ sent: true, bounced: null }));
}

async function remindTwice(context: WorkflowContext, day: number) {
  await remind(context, `${day} days before`);
  await remind(context, "on the day");
}

export const { POST } = serve<{ day: number }>(async (context) => {
  const { day } = context.requestPayload;
  await context.run(Events.GetVideo, () => undefined);
  await context.run(NAMES.title, () => null);
  await until(context, `wait-${day}`, 60);
  await remindTwice(context, day);
});
