import { Router } from "express";
import type { Request, Response } from "express";
import { z } from "zod";
import type { Reply } from "../core/answer.ts";
import type { Operation } from "../core/fault.ts";
import { rawBody } from "../core/raw-body.ts";
import { billRoutes } from "./bill-routes.ts";
import type { Incoming } from "./call-input.ts";
import { param, withBody, withQuery } from "./call-input.ts";
import { closeOrder } from "./close-order.ts";
import { createOrder } from "./create-order.ts";
import { downloadCertificates } from "./download-certificates.ts";
import { orderRequestSchema } from "./order-request.ts";
import { parseMembers } from "./parse-body.ts";
import type { Mode } from "./party.ts";
import { partyNumbers, reverseMembers } from "./party.ts";
import { products } from "./product.ts";
import { queryByNumber, queryByTransaction } from "./query-order.ts";
import { refundRoutes } from "./refund-routes.ts";
import { reverseOrder } from "./reverse-order.ts";
import { serveCall } from "./serve-call.ts";
import type { WechatDesk } from "./wechat-desk.ts";

/** Puts a call on a path under the operation that faults know it by. */
export type Mount = (
  path: string,
  operation: Operation,
  answer: (incoming: Incoming) => Reply | Promise<Reply>,
) => void;

const certificatesQuery = z.strictObject({ algorithm_type: z.enum(["RSA", "SM2", "ALL"]).optional() });

/** WeChat Pay APIv3 under `/v3`. */
export function wechatRoutes(desk: WechatDesk): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.use(rawBody);
  orderRoutes(desk, "direct", mounts(desk, router, "direct"));
  orderRoutes(desk, "partner", mounts(desk, router, "partner"));
  refundRoutes(desk, mounts(desk, router, "direct"));
  billRoutes(desk, router, mounts(desk, router, "direct"));
  mounts(desk, router, "direct").get("/certificates", "certificates", ({ account, req }) => {
    const parsed = parseMembers(certificatesQuery, { ...req.query }, "query");
    return "refused" in parsed ? parsed.refused : downloadCertificates(desk, account);
  });
  return router;
}

function orderRoutes(desk: WechatDesk, mode: Mode, { get, post }: Mounts): void {
  const base = mode === "direct" ? "/pay/transactions" : "/pay/partner/transactions";
  for (const product of products) {
    const schema = orderRequestSchema(mode, product, desk.httpNotifyHosts);
    post(`${base}/${product}`, "create", (incoming) =>
      withBody(incoming, schema, (request) => createOrder(desk, incoming.account, { product, request })),
    );
  }
  const byNumber = `${base}/out-trade-no/:out_trade_no`;
  const numbers = partyNumbers[mode];
  get(byNumber, "query", (incoming) =>
    withQuery(incoming, numbers, () =>
      queryByNumber(desk, incoming.account, param(incoming, "out_trade_no")),
    ),
  );
  get(`${base}/id/:transaction_id`, "query", (incoming) =>
    withQuery(incoming, numbers, () =>
      queryByTransaction(desk, incoming.account, param(incoming, "transaction_id")),
    ),
  );
  post(`${byNumber}/close`, "close", (incoming) =>
    withBody(incoming, numbers, () => closeOrder(desk, incoming.account, param(incoming, "out_trade_no"))),
  );
  post(`${byNumber}/reverse`, "close", (incoming) =>
    withBody(incoming, reverseMembers[mode], () =>
      reverseOrder(desk, incoming.account, param(incoming, "out_trade_no")),
    ),
  );
}

export type Mounts = { readonly get: Mount; readonly post: Mount };

/** One method on a path; any other is 405 without a body. */
function mounts(desk: WechatDesk, router: Router, mode: Mode): Mounts {
  const mount = (method: "get" | "post"): Mount => {
    return (path, operation, answer) => {
      const call = (account: Incoming["account"], req: Request) => answer({ account, req, mode });
      router[method](path, (req: Request, res: Response) =>
        serveCall(desk, { operation, call }, { req, res }),
      );
      router.all(path, (_req, res) => void res.status(405).end());
    };
  };
  return { get: mount("get"), post: mount("post") };
}
