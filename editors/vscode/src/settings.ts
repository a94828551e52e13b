// What the server is told of the editor's settings.

/** The settings that are the server's; a test holds them to those that it knows. */
export const SERVER_SETTINGS = [
  "options",
  "configurationFile",
  "openFilesOnly",
  "stepHints",
  "runHints",
  "codeLenses",
  "stepHover",
  "symbols",
  "unsafeFixes",
  "safeOnly",
  "keepInFlight",
] as const;

/** The server's settings, and that this client asks for reasons and shows workflows by itself. */
export function serverSettings(get: (key: string) => unknown): Record<string, unknown> {
  const given = SERVER_SETTINGS.map((key) => [key, get(key)] as const);
  const known = given.filter(([, value]) => value !== undefined && value !== null);
  return { ...Object.fromEntries(known), asksForReasons: true, showsWorkflows: true };
}
