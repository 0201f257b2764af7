import { Router } from "express";
import type { Request, Response } from "express";
import { send } from "../core/answer.ts";
import { carryOut } from "../core/exchange.ts";
import { rawBody } from "../core/raw-body.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { authenticate } from "./authenticate.ts";
import { gatewayParams } from "./gateway-params.ts";
import { methods } from "./methods.ts";
import { refusal } from "./node.ts";
import { breakdown, sealNode, unsignedError } from "./seal.ts";

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
  const checked = authenticate(params, { accounts: desk.accounts, methods: methodNames, nowMs });
  if ("refused" in checked) return send(res, unsignedError(checked.refused));
  const method = methods.get(checked.method);
  if (method === undefined) throw new Error(`${checked.method} passed the gate and is not built`);
  await carryOut(res, desk.faults.draw("alipay", method.operation), {
    work: () => method.call(desk, checked.account, params),
    seal: (reply, spoil) => sealNode(reply, checked.method, { platform: desk.platform, spoil }),
    breakdown,
    tooFast,
  });
}
