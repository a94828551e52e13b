// Starts the language server, and starts it again when its settings or its environment change.
import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { LanguageClient, State, type LanguageClientOptions } from "vscode-languageclient/node";

import { execute, type Desk } from "./commands";
import { locate, type Command } from "./locate";
import { pythonApi } from "./python";
import { serverSettings } from "./settings";
import { Status } from "./status";
import { Workflows } from "./workflows";

const SECTION = "wflint";
const LANGUAGES = ["javascript", "javascriptreact", "python", "typescript", "typescriptreact"];
const SELECTOR = [
  ...LANGUAGES.flatMap((language) => ["file", "untitled"].map((scheme) => ({ scheme, language }))),
  { scheme: "vscode-notebook-cell", language: "python" },
  { scheme: "file", pattern: "**/*.env" },
  { scheme: "file", pattern: "**/.env*" },
];
const MISSING =
  "There is no wflint in the environment of this workspace: `pip install wflint`, `npm install --save-dev wflint`, or set `wflint.path`.";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("wflint", { log: true });
  const status = new Status(SELECTOR);
  const workflows = new Workflows();
  const restart = serialized(() => start(log, status, workflows));
  context.subscriptions.push(
    log,
    status.item,
    workflows.register(),
    vscode.commands.registerCommand("wflint.restart", restart),
    vscode.commands.registerCommand("wflint.showLog", () => {
      log.show();
    }),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration(`${SECTION}.path`)) {
        await restart();
      } else if (event.affectsConfiguration(SECTION)) {
        await client?.sendNotification("workspace/didChangeConfiguration", { settings: null });
      }
    }),
  );
  const python = await pythonApi();
  if (python !== undefined) {
    context.subscriptions.push(python.environments.onDidChangeActiveEnvironmentPath(restart));
  }
  await restart();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

/** One call after the other. */
function serialized(work: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve();
  return () => (last = last.then(work, work));
}

async function start(log: vscode.LogOutputChannel, status: Status, workflows: Workflows): Promise<void> {
  status.starts();
  await client?.stop().catch((error: unknown) => {
    log.warn(`The server did not stop: ${String(error)}`);
  });
  client = undefined;
  const command = await found();
  if (command === undefined) {
    status.failed(MISSING);
    log.error(MISSING);
    return;
  }
  log.info(`Running ${[command.program, ...command.args].join(" ")}`);
  const run = { command: command.program, args: [...command.args] };
  const running = new LanguageClient(SECTION, "wflint", run, clientOptions(log, workflows));
  running.onDidChangeState(({ newState }) => {
    if (newState === State.Running) {
      status.runs(command.program);
    } else if (newState === State.Stopped && client === running) {
      status.failed("The server has stopped.");
    }
  });
  client = running;
  try {
    await running.start();
  } catch (error) {
    status.failed(String(error));
    log.error(String(error));
  }
}

async function found(): Promise<Command | undefined> {
  const python = await pythonApi();
  return locate({
    configured: vscode.workspace.getConfiguration(SECTION).get("path", ""),
    interpreter: python?.environments.getActiveEnvironmentPath().path,
    folders: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
    searched: process.env["PATH"] ?? "",
    platform: process.platform,
    exists: existsSync,
  });
}

function clientOptions(log: vscode.LogOutputChannel, workflows: Workflows): LanguageClientOptions {
  const desk: Desk = {
    ask: async (prompt, validateInput) => vscode.window.showInputBox({ prompt, validateInput }),
    show: (name, text) => workflows.show(name, text),
  };
  return {
    documentSelector: SELECTOR,
    outputChannel: log,
    initializationOptions: currentSettings(),
    middleware: {
      executeCommand: (command, args: unknown[], next) =>
        execute(command, args, (name, given) => Promise.resolve<unknown>(next(name, given)), desk),
      workspace: {
        configuration: async (params, token, next) => {
          const others = await next(params, token);
          return Array.isArray(others)
            ? params.items.map((item, at): unknown => (item.section === SECTION ? currentSettings() : others[at]))
            : others;
        },
      },
    },
  };
}

function currentSettings(): Record<string, unknown> {
  const settings = vscode.workspace.getConfiguration(SECTION);
  return serverSettings((key) => settings.get(key));
}
