// Says beside the language's name whether wflint runs.
import * as vscode from "vscode";

/** The status of the server. */
export class Status {
  readonly item: vscode.LanguageStatusItem;

  constructor(selector: vscode.DocumentSelector) {
    this.item = vscode.languages.createLanguageStatusItem("wflint", selector);
    this.item.name = "wflint";
  }

  /** The server is about to run. */
  starts(): void {
    this.#set("wflint starts", vscode.LanguageStatusSeverity.Information, true);
  }

  /** The server runs. */
  runs(program: string): void {
    this.#set("wflint", vscode.LanguageStatusSeverity.Information, false, program);
    this.item.command = { command: "wflint.restart", title: "Restart" };
  }

  /** The server does not run. */
  failed(reason: string): void {
    this.#set("wflint does not run", vscode.LanguageStatusSeverity.Error, false, reason);
    this.item.command = { command: "wflint.showLog", title: "Show log" };
  }

  #set(text: string, severity: vscode.LanguageStatusSeverity, busy: boolean, detail = ""): void {
    this.item.text = text;
    this.item.severity = severity;
    this.item.busy = busy;
    this.item.detail = detail;
  }
}
