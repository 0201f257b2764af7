import { Router } from "express";
import { z } from "zod";
import { openOrderString } from "../alipay/app-pay.ts";
import { refundNotices } from "../alipay/knobs.ts";
import type { Reply } from "../core/answer.ts";
import type { ControlDesk } from "./control-desk.ts";
import { orderTruth } from "./order-truth.ts";
import { parseOrProblem, Problem } from "./problem.ts";

const appPayBody = z.strictObject({
  order_string: z
    .string()
    .min(1)
    .max(64 * 1024),
});
const balanceBody = z.strictObject({ amount: z.int().min(0).nullable() });
const noticesBody = z.strictObject({ send: z.enum(refundNotices) });
const nothing = z.strictObject({});
const refusalNode = z.object({ sub_code: z.string(), sub_msg: z.string() });

/** `/control/alipay/…` beside the orders and refunds: what only Alipay has. */
export function alipayRoutes(desk: ControlDesk): Router {
  const router = Router();
  const { knobs, platform } = desk.alipay;
  router.post("/app-pay", (req, res) => {
    const { order_string: orderString } = parseOrProblem(appPayBody, req.body);
    const opened = openOrderString(desk.alipay, orderString);
    if ("refused" in opened) throw refusedByAlipay(opened.refused);
    res.json(orderTruth(desk, opened.order));
  });
  router.post("/certificates/rotate", async (req, res) => {
    parseOrProblem(nothing, req.body ?? {});
    const { sn, pem } = await (await platform.certificates()).rotate();
    res.json({ alipay_cert_sn: sn, alipay_certificate: pem });
  });
  const balance = () => ({ amount: knobs.sellerBalance });
  router.get("/seller-balance", (_req, res) => void res.json(balance()));
  router.put("/seller-balance", (req, res) => {
    knobs.sellerBalance = parseOrProblem(balanceBody, req.body).amount;
    res.json(balance());
  });
  const notices = () => ({ send: knobs.refundNotices });
  router.get("/refund-notifications", (_req, res) => void res.json(notices()));
  router.put("/refund-notifications", (req, res) => {
    knobs.refundNotices = parseOrProblem(noticesBody, req.body).send;
    res.json(notices());
  });
  return router;
}

/** What Alipay's app would show instead of the payment. */
function refusedByAlipay(refused: Reply): Problem {
  const { sub_code: code, sub_msg: message } = refusalNode.parse(JSON.parse(refused.body));
  return new Problem(422, "Refused by Alipay", `${code}: ${message}`);
}
