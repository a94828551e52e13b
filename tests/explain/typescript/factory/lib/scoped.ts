import type { WorkflowContext } from "@upstash/workflow";
import { createWorkflow } from "@upstash/workflow/nextjs";

import { connect, type Connection } from "./connection";

type Body<Payload> = (context: WorkflowContext<Payload>, connection: Connection) => Promise<void>;

/** Makes a workflow of a function that also needs a connection. */
export function scoped<Payload>(body: Body<Payload>) {
  return createWorkflow<Payload, void>(async (context) => body(context, connect()));
}
