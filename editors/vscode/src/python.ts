// The environment that the Python extension has chosen.
import * as vscode from "vscode";

interface PythonApi {
  readonly environments: {
    readonly getActiveEnvironmentPath: (resource?: vscode.Uri) => { readonly path: string };
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

/** Its programming interface; `undefined` if it is not installed. */
export async function pythonApi(): Promise<PythonApi | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi>("ms-python.python");
  return extension?.activate();
}
