// Nothing in this file has a directive on a line of its own.
export async function charge(id: string) { "use step"; return id; } // expect: WF320 error
