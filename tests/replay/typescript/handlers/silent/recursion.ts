// A function that runs steps may call itself.
import { type WorkflowContext } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

async function countdown(context: WorkflowContext, left: number): Promise<void> {
  if (left === 0) return;
  await context.run(`count-${left}`, () => left);
  await countdown(context, left - 1);
}

export const { POST } = serve(async (context) => countdown(context, 3));
