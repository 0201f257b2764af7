import { Router } from "express";
import type { Request } from "express";
import { z } from "zod";
import { channelNames } from "../core/channel-name.ts";
import type { ChannelName } from "../core/channel-name.ts";
import { tampers } from "../core/notification.ts";
import type { Refund } from "../core/order.ts";
import { refundEnds } from "../core/order.ts";
import type { ControlDesk } from "./control-desk.ts";
import { parseOrProblem, Problem } from "./problem.ts";
import { refundTruth } from "./refund-truth.ts";
import { resendRefund } from "./resend.ts";

const channelSchema = z.enum(channelNames);
const settleBody = z.strictObject({ status: z.enum(refundEnds) });
const delayBody = z.strictObject({ ms: z.int().min(0).max(86_400_000) });
const notifyBody = z.strictObject({
  times: z.int().min(1).max(1_000).default(1),
  tamper: z.enum(tampers).optional(),
});

/** `/control/{channel}/refunds…`: what becomes of money on its way back. */
export function refundRoutes(desk: ControlDesk): Router {
  const router = Router();
  const path = "/:channel/refunds/:out_refund_no";
  router.get(path, (req, res) => void res.json(refundTruth(desk, refundOf(desk, req))));
  router.post(`${path}/settle`, (req, res) => {
    const refund = refundOf(desk, req);
    const { status } = parseOrProblem(settleBody, req.body);
    const settled = desk.refunds.settle(refund, status);
    if (settled === null)
      throw new Problem(409, "Refund is not open", `${refund.outRefundNo} is ${refund.status}`);
    res.json(refundTruth(desk, settled));
  });
  router.post(`${path}/notify`, async (req, res) => {
    const refund = refundOf(desk, req);
    const { times, tamper } = parseOrProblem(notifyBody, req.body ?? {});
    await resendRefund(desk, refund, { times, tamper: tamper ?? null });
    res.json(refundTruth(desk, refund));
  });
  router.get("/:channel/refund-delay", (req, res) => {
    res.json({ ms: desk.refunds.delayMs(channelOf(req)) });
  });
  router.put("/:channel/refund-delay", (req, res) => {
    const { ms } = parseOrProblem(delayBody, req.body);
    desk.refunds.setDelayMs(channelOf(req), ms);
    res.json({ ms });
  });
  return router;
}

function channelOf(req: Request): ChannelName {
  return parseOrProblem(channelSchema, req.params["channel"]);
}

function refundOf(desk: ControlDesk, req: Request): Refund {
  const outRefundNo = String(req.params["out_refund_no"]);
  const refund = desk.refunds.findByNumber(channelOf(req), outRefundNo);
  if (refund === null) throw new Problem(404, "No such refund", `${outRefundNo} is not known here`);
  return refund;
}
