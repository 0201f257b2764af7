import { z } from "zod";
import { applyAbnormalRefund } from "./abnormal-refund.ts";
import { param, withBody, withQuery } from "./call-input.ts";
import { createRefund } from "./create-refund.ts";
import { queryRefund } from "./query-refund.ts";
import { abnormalRefundSchema, refundRequestSchema } from "./refund-request.ts";
import type { WechatDesk } from "./wechat-desk.ts";
import type { Mounts } from "./wechat-routes.ts";

const refundQuery = z.strictObject({ sub_mchid: z.string().min(1).max(32).optional() });

/** Refunds have one path for merchants and service providers, who add `sub_mchid`. */
export function refundRoutes(desk: WechatDesk, { get, post }: Mounts): void {
  const path = "/refund/domestic/refunds";
  const schema = refundRequestSchema(desk.httpNotifyHosts);
  post(path, "refund", (incoming) =>
    withBody(incoming, schema, (request) => createRefund(desk, incoming.account, request)),
  );
  get(`${path}/:out_refund_no`, "refund_query", (incoming) =>
    withQuery(incoming, refundQuery, () =>
      queryRefund(desk, incoming.account, param(incoming, "out_refund_no")),
    ),
  );
  post(`${path}/:refund_id/apply-abnormal-refund`, "refund", (incoming) =>
    withBody(incoming, abnormalRefundSchema, (request) =>
      applyAbnormalRefund(desk, incoming.account, {
        refundId: param(incoming, "refund_id"),
        request,
        serial: incoming.req.get("wechatpay-serial"),
      }),
    ),
  );
}
