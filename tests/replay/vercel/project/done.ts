/** Note what a step does; workflows have globals of their own, so that only steps can. */
export function done(what: string): void {
  (globalThis as any).done.push(what);
}
