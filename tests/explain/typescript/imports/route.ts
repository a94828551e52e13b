import { serve } from "@upstash/workflow/nextjs";
import { PrismaClient } from "@prisma/client";
import { createMailer, query } from "@acme/tools";

import { env } from "./env";

const db = new PrismaClient();
const mailer = createMailer(env);

export const { POST } = serve<{ user: string }>(async (context) => {
  const user = await db.user.findFirst({ where: { name: context.requestPayload.user.trim() } });
  const label = user.tag.toLowerCase();
  const rows = await query("orders").where("user", label).limit(3);
  await context.run("send-mail", async () => {
    await mailer.send(user, rows);
    await mailer.inBatch(async (batch) => {
      await batch.flush();
    });
  });
  await context.run("close-mail", () => mailer.close());
});
