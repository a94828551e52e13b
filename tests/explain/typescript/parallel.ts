// Steps that are started at once: a list of them, branches of several steps, and one for each item.
import type { WorkflowContext } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

interface Album {
  title: string;
  photos: { key: string; size: number }[];
}

async function resize(context: WorkflowContext<Album>, key: string): Promise<string> {
  const small = await context.run(`shrink-${key}`, () => ({ key, width: 200 }));
  return await context.run(`store-${key}`, () => `https://cdn.test/${small.key}`);
}

export const { POST } = serve<Album>(async (context) => {
  const { title, photos } = context.requestPayload;
  console.log("album", title);
  const [cover, owner] = await Promise.all([
    context.run("draw-cover", () => ({ url: `https://cdn.test/${title}` })),
    context.call<{ name: string }>("find-owner", { url: "https://users.test/me" }),
  ]);
  console.log("cover", cover.url);
  const urls = await Promise.all(photos.map((photo) => resize(context, photo.key)));
  if (owner.status === 200) {
    await context.run("publish", async () => {
      await fetch("https://albums.test", { method: "POST", body: JSON.stringify(urls) });
    });
  }
  return urls.length;
});
