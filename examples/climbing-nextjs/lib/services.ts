// What the workflows work with: the course calendar, the payment provider and the mail service.

const CALENDAR = "https://calendar.example.com";
const PAYMENTS = "https://payments.example.com";
const MAIL = "https://mail.example.com";

/** The payment provider refuses. */
export class PaymentError extends Error {}

async function post(url: string, body: object): Promise<Response> {
  return fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

/** A booking number such as `C-MD5Z2K4A`, which grows with time. */
export function newNumber(): string {
  return `C-${Date.now().toString(36).toUpperCase()}`;
}

/** Keep seats in a course; returns when it begins. */
export async function reserve(course: string, seats: number, booking: string): Promise<Date> {
  const response = await post(`${CALENDAR}/${course}`, { seats, booking });
  const { begins }: { begins: string } = await response.json();
  return new Date(begins);
}

/** Charge a card. */
export async function charge(card: string, cents: number, booking: string): Promise<void> {
  await post(`${PAYMENTS}/charges`, { card, cents, booking });
}

/** Give money back; throws `PaymentError` if the card is closed. */
export async function refund(card: string, cents: number): Promise<void> {
  const response = await post(`${PAYMENTS}/refunds`, { card, cents });
  if (!response.ok) {
    throw new PaymentError(`HTTP ${response.status}`);
  }
}

/** Send a letter; returns its number. */
export async function send(to: string, letter: string): Promise<string> {
  const response = await post(MAIL, { to, letter });
  const { id }: { id: string } = await response.json();
  return id;
}
