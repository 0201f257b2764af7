import type { Method } from "@compose-pay/domain";

import type { Answer, CreatedOrder, OrderToCreate } from "../channel.ts";
import type { OperationRun } from "../operation-run.ts";
import type { AlipayParts } from "./alipay-parts.ts";
import { chargeCode } from "./charge-code.ts";
import { placeForBuyer, placeForScan } from "./place-order.ts";
import { signForApp, signForBrowser } from "./signed-order.ts";

/** One way to pay, from the order to what its customer needs. */
type Way = (
  parts: AlipayParts,
  order: OrderToCreate,
  run: OperationRun,
) => Answer<CreatedOrder> | Promise<Answer<CreatedOrder>>;

const ways: ReadonlyMap<Method, Way> = new Map<Method, Way>([
  ["alipay_page", signForBrowser],
  ["alipay_wap", signForBrowser],
  ["alipay_app", signForApp],
  ["alipay_qr", placeForScan],
  ["alipay_jsapi", placeForBuyer],
  ["alipay_barcode", chargeCode],
]);

export const alipayMethods: readonly Method[] = [...ways.keys()];

/** Makes an order for the way in which it is to be paid. */
export async function createOrder(
  parts: AlipayParts,
  order: OrderToCreate,
  run: OperationRun,
): Promise<Answer<CreatedOrder>> {
  const way = ways.get(order.method);
  if (way === undefined) throw new Error(`${order.method} is no way to pay at Alipay`);
  return way(parts, order, run);
}
