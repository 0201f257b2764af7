import type { Reply } from "../core/answer.ts";
import type { OrderRequest } from "./order-request.ts";
import { paramError } from "./parse-body.ts";
import type { Product } from "./product.ts";

const minLifeMs = 60_000;
export const maxLifeMs = 7 * 24 * 60 * 60 * 1000;
/** How long a customer at the till may think about the PIN. */
const pinPatienceMs = 10 * 60 * 1000;

/**
 * 7 days unless asked otherwise; a time less than a minute away is raised to a minute. The merchant asks
 * for a moment of real time, which lies as far ahead on the sandbox's clock.
 */
export function expiry(
  product: Product,
  request: OrderRequest,
  { now, offsetMs }: { readonly now: number; readonly offsetMs: number },
): number {
  if (product === "codepay") return now + pinPatienceMs;
  if (request.time_expire === undefined) return now + maxLifeMs;
  return Math.max(Date.parse(request.time_expire) + offsetMs, now + minLifeMs);
}

export function tooLong(request: OrderRequest): Reply {
  return paramError("输入源“/body/time_expire”映射到字段“交易结束时间”规则校验失败，超过最长有效期7天", {
    location: "body",
    field: "/time_expire",
    value: request.time_expire,
    issue: "more than 7 days ahead",
  });
}
