import { Router } from "express";
import type { Request } from "express";
import { z } from "zod";
import { channelNames } from "../core/channel-name.ts";
import type { ChannelName } from "../core/channel-name.ts";
import { tampers } from "../core/notification.ts";
import type { Order } from "../core/order.ts";
import type { ControlDesk } from "./control-desk.ts";
import { orderTruth } from "./order-truth.ts";
import { parseOrProblem, Problem } from "./problem.ts";
import { resend } from "./resend.ts";

const listLimit = 100_000;

const channelSchema = z.enum(channelNames);
const timeSchema = z.union([
  z.coerce.number().int().min(0),
  z.iso.datetime({ offset: true }).transform(Date.parse),
]);
const listQuery = z.strictObject({
  since: timeSchema.optional(),
  limit: z.coerce.number().int().min(1).max(listLimit).optional(),
});
const payBody = z.strictObject({
  amount: z.int().min(1).max(10_000_000_000).optional(),
  notify: z.enum(["normal", "none", "duplicate"]).default("normal"),
  delay_ms: z.int().min(0).max(86_400_000).default(0),
});
const notifyBody = z.strictObject({
  times: z.int().min(1).max(1_000).default(1),
  tamper: z.enum(tampers).optional(),
});
const nothing = z.strictObject({});

/** `/control/{channel}/orders…`: the truth about orders, and what a customer does with them. */
export function orderRoutes(desk: ControlDesk): Router {
  const router = Router();
  const path = "/:channel/orders";
  router.get(path, (req, res) => {
    const query = parseOrProblem(listQuery, { ...req.query });
    const orders = desk.orders.listSince(channelOf(req), query.since ?? 0, query.limit ?? listLimit);
    res.json(orders.map((order) => orderTruth(desk, order)));
  });
  router.get(`${path}/:out_trade_no`, (req, res) => {
    res.json(orderTruth(desk, orderOf(desk, req)));
  });
  router.post(`${path}/:out_trade_no/pay`, (req, res) => {
    const order = orderOf(desk, req);
    const { amount, notify, delay_ms: delayMs } = parseOrProblem(payBody, req.body ?? {});
    res.json(orderTruth(desk, desk.payer.pay(order, { amount, notify, delayMs }) ?? notWaiting(desk, order)));
  });
  router.post(`${path}/:out_trade_no/cancel`, (req, res) => {
    const order = orderOf(desk, req);
    parseOrProblem(nothing, req.body ?? {});
    res.json(orderTruth(desk, desk.payer.cancel(order) ?? notWaiting(desk, order)));
  });
  router.post(`${path}/:out_trade_no/scan`, (req, res) => {
    const order = orderOf(desk, req);
    parseOrProblem(nothing, req.body ?? {});
    if (order.status !== "waiting") notWaiting(desk, order);
    res.json(orderTruth(desk, desk.payer.scan(order)));
  });
  router.post(`${path}/:out_trade_no/notify`, async (req, res) => {
    const order = orderOf(desk, req);
    const { times, tamper } = parseOrProblem(notifyBody, req.body ?? {});
    await resend(desk, order, { times, tamper: tamper ?? null });
    res.json(orderTruth(desk, orderOf(desk, req)));
  });
  return router;
}

function channelOf(req: Request): ChannelName {
  return parseOrProblem(channelSchema, req.params["channel"]);
}

function orderOf(desk: ControlDesk, req: Request): Order {
  const outTradeNo = String(req.params["out_trade_no"]);
  const order = desk.orders.findByNumber(channelOf(req), outTradeNo);
  if (order === null) throw new Problem(404, "No such order", `${outTradeNo} is not known here`);
  return order;
}

function notWaiting(desk: ControlDesk, order: Order): never {
  const status = desk.orders.findById(order.id)?.status ?? order.status;
  throw new Problem(409, "Order is not waiting", `${order.outTradeNo} is ${status}`);
}
