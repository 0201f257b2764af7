import type { Request, Response } from "express";
import type { Answer, Reply } from "../core/answer.ts";
import { send } from "../core/answer.ts";
import { carryOut } from "../core/exchange.ts";
import type { Operation } from "../core/fault.ts";
import { bodyBytes } from "../core/raw-body.ts";
import type { WechatAccount } from "./account.ts";
import { authenticate } from "./authenticate.ts";
import { provingKey } from "./proving-key.ts";
import { refusals } from "./refusal.ts";
import { plainHeaders, seal } from "./seal.ts";
import type { WechatDesk } from "./wechat-desk.ts";

/** A call whose caller is known. */
export type Call<T = Reply> = (account: WechatAccount, req: Request) => T | Promise<T>;

type Visit = { readonly req: Request; readonly res: Response };

/** Checks who calls, carries the call out, with a fault perhaps, and signs the answer. */
export async function serveCall(
  desk: WechatDesk,
  { operation, call }: { readonly operation: Operation; readonly call: Call },
  { req, res }: Visit,
): Promise<void> {
  const checked = callerOf(desk, req);
  if ("refused" in checked)
    return send(res, { ...checked.refused, headers: refusalHeaders(req, checked.refused) });
  const requested = req.get("wechatpay-serial");
  await carryOut(res, desk.faults.draw("wechat", operation), {
    work: () => call(checked.account, req),
    seal: (reply, spoil) => {
      const nowMs = desk.clock.realNow();
      return seal(reply, provingKey(desk.platform, checked.account, { requested, nowMs }), { nowMs, spoil });
    },
    breakdown: refusals.breakdown,
    tooFast: refusals.tooFast,
  });
}

/** The same with an answer that nobody signs: a file, or the refusal of one. */
export async function serveUnsigned(
  desk: WechatDesk,
  { operation, call }: { readonly operation: Operation; readonly call: Call<Reply | Answer> },
  { req, res }: Visit,
): Promise<void> {
  const checked = callerOf(desk, req);
  if ("refused" in checked) return send(res, plain(checked.refused));
  await carryOut(res, desk.faults.draw("wechat", operation), {
    work: () => call(checked.account, req),
    seal: async (reply) => plain(reply),
    breakdown: refusals.breakdown,
    tooFast: refusals.tooFast,
  });
}

function plain(reply: Reply): Answer {
  return { headers: plainHeaders(reply), ...reply };
}

function callerOf(desk: WechatDesk, req: Request): ReturnType<typeof authenticate> {
  return authenticate(
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
}

/** A refused caller gets no proof; on the payment paths not even a request id. */
function refusalHeaders(req: Request, reply: Reply): Record<string, string> {
  const { "Request-ID": requestId, ...headers } = plainHeaders(reply);
  if (req.originalUrl.startsWith("/v3/pay/") || requestId === undefined) return headers;
  return { ...headers, "Request-ID": requestId };
}
