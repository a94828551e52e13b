import { serveMany } from "@upstash/workflow/nextjs";

import { placeOrder } from "./workflows/orders";
import { refunds } from "./workflows/refunds";

export const { POST } = serveMany({ "place-order": placeOrder, ...refunds });
