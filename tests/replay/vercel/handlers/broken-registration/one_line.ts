// Nothing in this file has a directive on a line of its own.
export async function orders() { "use workflow"; return 1; } // expect: WF320 error
