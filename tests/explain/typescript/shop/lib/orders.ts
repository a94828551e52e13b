import { PrismaClient } from "@prisma/client";

export interface Order {
  id: string;
  cents: number;
}

const prisma = new PrismaClient();

export function stamp(id: string): string {
  return `${id}-${Date.now()}`;
}

export async function pay(order: Order, key: string) {
  await prisma.payment.create({ data: { key, cents: order.cents } });
  return { id: order.id, at: new Date() };
}
