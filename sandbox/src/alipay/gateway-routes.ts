import { Router } from "express";
import type { Request, Response } from "express";
import type { Answer, Reply } from "../core/answer.ts";
import { send } from "../core/answer.ts";
import type { Exchange } from "../core/exchange.ts";
import { carryOut } from "../core/exchange.ts";
import { rawBody } from "../core/raw-body.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { authenticate } from "./authenticate.ts";
import { errorPage } from "./cashier-answer.ts";
import { gatewayParams } from "./gateway-params.ts";
import type { Method } from "./methods.ts";
import { methods } from "./methods.ts";
import { refusal } from "./node.ts";
import { breakdown, htmlHeaders, sealNode, unsignedError } from "./seal.ts";
import { maxAgeMs } from "./signed-age.ts";
import type { Params } from "./signed-params.ts";

const methodNames = [...methods.keys()];
const tooFast = refusal("40005", "isv.app-call-limited", "应用调用次数超限，包含调用频率超限");

/** The one door of Alipay OpenAPI, for GET and POST alike. */
export function gatewayRoutes(desk: AlipayDesk): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const handle = (req: Request, res: Response) => serve(desk, req, res);
  router.get("/gateway.do", rawBody, handle);
  router.post("/gateway.do", rawBody, handle);
  return router;
}

async function serve(desk: AlipayDesk, req: Request, res: Response): Promise<void> {
  const params = gatewayParams(req);
  const nowMs = desk.clock.realNow();
  const checked = authenticate(params, { accounts: desk.accounts, methods: methodNames, nowMs, maxAgeMs });
  if ("refused" in checked) {
    const isPage = methods.get(params["method"] ?? "")?.kind === "page";
    return send(res, isPage ? errorPage(checked.refused) : unsignedError(checked.refused));
  }
  const method = methods.get(checked.method);
  if (method === undefined) throw new Error(`${checked.method} passed the gate and is not built`);
  const fault = desk.faults.draw("alipay", method.operation);
  await carryOut(res, fault, exchangeOf(desk, method, { account: checked.account, params }));
}

function exchangeOf(
  desk: AlipayDesk,
  method: Method,
  { account, params }: { readonly account: AlipayAccount; readonly params: Params },
): Exchange {
  switch (method.kind) {
    case "call":
      return {
        work: () => method.call(desk, account, params),
        seal: async (reply, spoil) =>
          sealNode(reply, params["method"] ?? "", { signer: await desk.platform.signerFor(account), spoil }),
        breakdown,
        tooFast,
      };
    case "page":
      return {
        work: () => method.open(desk, account, params),
        // A page carries no signature that could be spoilt.
        seal: async (reply) => (isAnswer(reply) ? reply : { ...reply, headers: htmlHeaders() }),
        breakdown,
        tooFast: errorPage(tooFast),
      };
  }
}

function isAnswer(reply: Reply | Answer): reply is Answer {
  return "headers" in reply;
}
