// Images in several sizes: groups that depend on each other.
import { serve } from "@upstash/workflow/nextjs";

const RESOLUTIONS = [640, 1280];
const FILTERS = ["grayscale", "sepia"] as const;

export const { POST } = serve<{ items: string[] }>(async (context) => {
  const [imageId] = context.requestPayload.items;
  const imageUrl = await context.run("get-image-url", async () => `https://images.test/${imageId}`);

  const resized = await Promise.all(
    RESOLUTIONS.map((resolution) => context.run(`resize-${resolution}`, () => ({ url: imageUrl, resolution }))),
  );
  const processed = await Promise.all(
    resized.flatMap(({ url, resolution }) =>
      FILTERS.map(async (filter) => {
        const response = await context.run(`apply-${filter}-${resolution}`, () => ({ url, filter }));
        return `${response.url}?${response.filter}&${resolution}`;
      }),
    ),
  );
  const stored = await Promise.all(processed.map((url, index) => context.run(`store-${index}`, () => url)));
  return { stored };
});
