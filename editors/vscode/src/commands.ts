// Commands of the server that this client adds something to: it asks for a reason, and shows what comes back.

export const IGNORE_HERE = "wflint.ignoreHere";
export const SHOW_WORKFLOW = "wflint.showWorkflow";
export const DEBUG_INFORMATION = "wflint.debugInformation";

/** What the editor does for commands. */
export interface Desk {
  /** Ask for a line of text; `undefined` if the user has changed their mind. */
  readonly ask: (prompt: string, check: (text: string) => string | undefined) => Promise<string | undefined>;
  readonly show: (name: string, text: string) => Promise<void>;
}

type Next = (command: string, args: unknown[]) => Promise<unknown>;

/** Execute a command of the server. */
export async function execute(command: string, args: unknown[], next: Next, desk: Desk): Promise<unknown> {
  if (command === IGNORE_HERE) {
    const reason = await desk.ask("Why is this finding to be ignored here?", problem);
    return reason === undefined ? undefined : await next(command, [args[0], reason.trim()]);
  }
  const result = await next(command, args);
  const name = command === SHOW_WORKFLOW ? String(args[1]) : command === DEBUG_INFORMATION ? "wflint debug" : undefined;
  if (name !== undefined && typeof result === "string" && result !== "") {
    await desk.show(name, result);
  }
  return result;
}

/** What is wrong with a reason; `undefined` if nothing is. */
export function problem(reason: string): string | undefined {
  if (reason.trim() === "") {
    return "Say why, in a few words.";
  }
  return reason.includes("#") ? "A second comment would end the reason." : undefined;
}
