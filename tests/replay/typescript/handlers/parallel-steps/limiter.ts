// A limiter of one's own starts the third step when one is done, which is never in the same pass.
import { serve } from "@upstash/workflow/nextjs";

function limiter(concurrency: number) {
  let active = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (active >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
    active += 1;
    try {
      return await work();
    } finally {
      active -= 1;
      waiting.shift()?.();
    }
  };
}

export const { POST } = serve<{ items: string[] }>(async (context) => {
  const limit = limiter(2);
  await Promise.all(
    context.requestPayload.items.map((item) =>
      limit(() => context.run(`pack-${item}`, () => console.log(`pack ${item}`))),
    ),
  );
});
