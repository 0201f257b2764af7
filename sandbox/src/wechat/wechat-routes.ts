import { Router } from "express";
import type { Request, Response } from "express";
import { z } from "zod";
import type { Reply } from "../core/answer.ts";
import { send } from "../core/answer.ts";
import { carryOut } from "../core/exchange.ts";
import type { Operation } from "../core/fault.ts";
import { bodyBytes, rawBody } from "../core/raw-body.ts";
import type { WechatAccount } from "./account.ts";
import { authenticate } from "./authenticate.ts";
import { closeOrder } from "./close-order.ts";
import { createNative } from "./create-native.ts";
import { downloadCertificates } from "./download-certificates.ts";
import { nativeRequestSchema } from "./native-request.ts";
import { paramError, parseJson, parseMembers } from "./parse-body.ts";
import { queryByNumber, queryByTransaction } from "./query-order.ts";
import { refusals } from "./refusal.ts";
import { answeringKey, plainHeaders, seal } from "./seal.ts";
import type { WechatDesk } from "./wechat-desk.ts";

type Call = (account: WechatAccount, req: Request) => Reply;

const mchidOnly = z.strictObject({ mchid: z.string().min(1).max(32) });
const certificatesQuery = z.strictObject({ algorithm_type: z.enum(["RSA", "SM2", "ALL"]).optional() });

/** WeChat Pay APIv3 under `/v3`. */
export function wechatRoutes(desk: WechatDesk): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const native = nativeRequestSchema(desk.httpNotifyHosts);
  const answer = (operation: Operation, call: Call) => (req: Request, res: Response) =>
    serve(desk, operation, call, req, res);
  const create: Call = (account, req) =>
    withBody(account, req, native, (request) => createNative(desk, account, request));
  const byNumber: Call = (account, req) =>
    withQuery(account, req, () => queryByNumber(desk, account, param(req, "out_trade_no")));
  const byTransaction: Call = (account, req) =>
    withQuery(account, req, () => queryByTransaction(desk, account, param(req, "transaction_id")));
  const close: Call = (account, req) =>
    withBody(account, req, mchidOnly, () => closeOrder(desk, account, param(req, "out_trade_no")));
  const certificates: Call = (account, req) => {
    const parsed = parseMembers(certificatesQuery, { ...req.query }, "query");
    return "refused" in parsed ? parsed.refused : downloadCertificates(desk, account);
  };

  router.use(rawBody);
  const transactions = "/pay/transactions";
  only(router, `${transactions}/native`, "post", answer("create", create));
  only(router, `${transactions}/out-trade-no/:out_trade_no`, "get", answer("query", byNumber));
  only(router, `${transactions}/id/:transaction_id`, "get", answer("query", byTransaction));
  only(router, `${transactions}/out-trade-no/:out_trade_no/close`, "post", answer("close", close));
  only(router, "/certificates", "get", answer("certificates", certificates));
  return router;
}

/** One method on a path; any other is 405 without a body. */
function only(
  router: Router,
  path: string,
  method: "get" | "post",
  handler: (req: Request, res: Response) => Promise<void>,
): void {
  router[method](path, handler);
  router.all(path, (_req, res) => void res.status(405).end());
}

async function serve(
  desk: WechatDesk,
  operation: Operation,
  call: Call,
  req: Request,
  res: Response,
): Promise<void> {
  const checked = authenticate(
    {
      method: req.method,
      target: req.originalUrl,
      headers: {
        userAgent: req.get("user-agent"),
        accept: req.get("accept"),
        authorization: req.get("authorization"),
      },
      body: bodyBytes(req),
    },
    desk.accounts,
    desk.clock.realNow(),
  );
  if ("refused" in checked)
    return send(res, { ...checked.refused, headers: refusalHeaders(req, checked.refused) });
  const requestedKey = req.get("wechatpay-serial");
  await carryOut(res, desk.faults.draw("wechat", operation), {
    work: () => call(checked.account, req),
    seal: (reply, spoil) => {
      const nowMs = desk.clock.realNow();
      return seal(reply, answeringKey(desk.platform, requestedKey, nowMs), { nowMs, spoil });
    },
    breakdown: refusals.breakdown,
    tooFast: refusals.tooFast,
  });
}

/** A refused caller gets no proof; on the payment paths not even a request id. */
function refusalHeaders(req: Request, reply: Reply): Record<string, string> {
  const { "Request-ID": requestId, ...headers } = plainHeaders(reply);
  if (req.originalUrl.startsWith("/v3/pay/") || requestId === undefined) return headers;
  return { ...headers, "Request-ID": requestId };
}

/** The body as `schema` reads it, after the check that it speaks for the merchant who signed. */
function withBody<T>(
  account: WechatAccount,
  req: Request,
  schema: z.ZodType<T>,
  then: (request: T) => Reply,
): Reply {
  const bytes = bodyBytes(req);
  if (bytes.length > 0 && !req.is("json")) return { status: 415, body: "" };
  const json = parseJson(bytes);
  if ("refused" in json) return json.refused;
  if (speaksForAnother(json.value["mchid"], account)) return foreignMchid("body", json.value["mchid"]);
  const parsed = parseMembers(schema, json.value, "body");
  return "refused" in parsed ? parsed.refused : then(parsed.value);
}

function withQuery(account: WechatAccount, req: Request, then: () => Reply): Reply {
  const query: Readonly<Record<string, unknown>> = { ...req.query };
  if (speaksForAnother(query["mchid"], account)) return foreignMchid("query", query["mchid"]);
  const parsed = parseMembers(mchidOnly, query, "query");
  return "refused" in parsed ? parsed.refused : then();
}

/** A missing or malformed mchid is left to the check of the members. */
function speaksForAnother(mchid: unknown, account: WechatAccount): boolean {
  return typeof mchid === "string" && mchid !== "" && mchid !== account.mchid;
}

function foreignMchid(location: "body" | "query", value: unknown): Reply {
  return paramError("商户号与Http头Authorization中的商户号不一致", {
    location,
    field: "/mchid",
    value,
    issue: "not the mchid of the signature",
  });
}

function param(req: Request, name: string): string {
  const value = req.params[name];
  return typeof value === "string" ? value : "";
}
