import { isBarcode, type Method } from "./method.ts";
import { barcodeTimeMs } from "./retry-ladder.ts";

/** What says until when an order can be paid. */
export interface TimedOrder {
  readonly method: Method;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** From then on an order is to be ended: the customer at the till has less time than one with a link. */
export function endOfTimeToPay({ method, createdAt, expiresAt }: TimedOrder): Date {
  if (!isBarcode(method)) return expiresAt;
  const atTheTill = new Date(createdAt.getTime() + barcodeTimeMs);
  return atTheTill < expiresAt ? atTheTill : expiresAt;
}
