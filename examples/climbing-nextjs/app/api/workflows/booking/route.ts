// From the booking to the day of the course.

import { serve } from "@upstash/workflow/nextjs";

import { charge, newNumber, reserve, send } from "@/lib/services";

type Booking = { course: string; card: string; cents: number; guests: string[] };

const DAY = 24 * 60 * 60 * 1000;

export const { POST } = serve<Booking>(async (context) => {
  const { course, card, cents, guests } = context.requestPayload;
  const number = newNumber();
  await send("office@climbing.example.com", `booking ${number}`);

  const begins = await context.run("reserve-seats", () => reserve(course, guests.length, number));
  await context.run("charge-card", () => charge(card, cents, number));

  const letters: string[] = [];
  for (const guest of guests) {
    await context.run("send-ticket", async () => letters.push(await send(guest, "ticket")));
  }

  await context.sleepUntil("wait-for-course", new Date(begins.getTime() + DAY));
  await context.run("send-goodbye", () => send(guests[0], "goodbye"));
});
