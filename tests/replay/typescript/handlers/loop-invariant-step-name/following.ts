// The steps of a loop bear one name. Its generator reads what the loop changes: asked for all at once, it would never end.
import { serve } from "@upstash/workflow/nextjs";

function* following(state: { next: number }) {
  while (state.next > 0) yield state.next;
}

export const { POST } = serve(async (context) => {
  const state = { next: 3 };
  const seen: number[] = [];
  for (const at of following(state)) {
    seen.push(await context.run("visit", () => at * 10));
    state.next = at - 1;
  }
  return seen;
});
