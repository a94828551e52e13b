// A limiter that lets one through starts the next step in the same pass: each runs again until all are recorded.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
  await Promise.all(
    context.requestPayload.items.map((item) =>
      inTurn(() => context.run(`pack-${item}`, () => console.log(`pack ${item}`))),
    ),
  );
});
