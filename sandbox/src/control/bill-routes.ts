import { Router } from "express";
import type { Request } from "express";
import { z } from "zod";
import { tradeBill as alipayTradeBill } from "../alipay/trade-bill.ts";
import type { BillDay } from "../bills/bill-day.ts";
import { billStateOf, parseBillDay } from "../bills/bill-day.ts";
import { billSpoils, canSpoil } from "../bills/bill-spoil.ts";
import type { BillForm } from "../bills/bills.ts";
import { billEditSchema } from "../bills/edits.ts";
import type { Fill } from "../bills/fill.ts";
import { describeFill, mostRows, sumsOfFill } from "../bills/fill.ts";
import { channelNames } from "../core/channel-name.ts";
import type { ChannelName } from "../core/channel-name.ts";
import { tradeBill as wechatTradeBill } from "../wechat/trade-bill.ts";
import type { ControlDesk } from "./control-desk.ts";
import { parseOrProblem, Problem } from "./problem.ts";

const mostEdits = 10_000;

const channelSchema = z.enum(channelNames);
const dateSchema = z.string().transform((text, context) => {
  const day = parseBillDay(text);
  if (day !== null) return day;
  context.addIssue({ code: "custom", message: "a day, yyyy-MM-dd" });
  return z.NEVER;
});
const editsBody = z.array(billEditSchema).max(mostEdits);
const spoilBody = z.strictObject({ kind: z.enum(billSpoils).nullable() });
const accountSchema = z.string().min(1).max(32);
const fillBody = z.strictObject({
  rows: z.int().min(0).max(mostRows),
  /** The demo account unless given. */
  account: accountSchema.optional(),
});
const feeRateBody = z.strictObject({
  fee_rate_bps: z.int().min(0).max(10_000),
  account: accountSchema.optional(),
});
const accountQuery = z.strictObject({ account: accountSchema.optional() });

/** `/control/bills/{channel}/{yyyy-mm-dd}/…` and `/control/{channel}/fee-rate`: what stands in bills. */
export function billRoutes(desk: ControlDesk): Router {
  const router = Router();
  const { knobs } = desk.wechat.bills;
  const path = "/bills/:channel/:date";
  router.get(`${path}/edits`, (req, res) => void res.json(knobs.edits.get(channelDayOf(req))));
  router.put(`${path}/edits`, (req, res) => {
    const edits = parseOrProblem(editsBody, req.body);
    knobs.edits.set(channelDayOf(req), edits);
    res.json(edits);
  });
  router.get(`${path}/spoil`, (req, res) => void res.json({ kind: knobs.spoil.get(channelDayOf(req)) }));
  router.put(`${path}/spoil`, (req, res) => {
    const { kind } = parseOrProblem(spoilBody, req.body);
    const channelDay = channelDayOf(req);
    if (kind !== null && !canSpoil(channelDay.channel, kind))
      throw new Problem(400, "Invalid request", `kind: ${channelDay.channel} has nothing of that kind`);
    knobs.spoil.set(channelDay, kind);
    res.json({ kind });
  });
  addFill(router, desk, `${path}/fill`);
  addFeeRate(router, desk);
  return router;
}

/**
 * A large bill is written while the tester waits, if its day's bill is there by the clock: the merchant's
 * call finds it ready. `rows: 0` takes the fill away.
 */
function addFill(router: Router, desk: ControlDesk, path: string): void {
  const { bills } = desk.wechat;
  router.get(path, (req, res) => {
    const key = { channel: channelOf(req), account: accountOf(desk, req, { ...req.query }), day: dayOf(req) };
    const fill = bills.knobs.fill.get({ ...key, day: key.day.text });
    res.json(fill === null ? null : fillAnswer(desk, key, fill));
  });
  router.post(path, async (req, res) => {
    const { rows, account: wished } = parseOrProblem(fillBody, req.body);
    const key = {
      channel: channelOf(req),
      account: accountOf(desk, req, { account: wished }),
      day: dayOf(req),
    };
    const fill = rows === 0 ? null : { rows };
    bills.knobs.fill.set({ ...key, day: key.day.text }, fill);
    const isReady = billStateOf(key.day, desk.clock.now()) === "ready";
    if (fill !== null && isReady) await bills.file(key, formOf(desk, key.channel, key.account));
    res.json(fill === null ? null : fillAnswer(desk, key, fill));
  });
}

type AccountDay = { readonly channel: ChannelName; readonly account: string; readonly day: BillDay };

function fillAnswer(desk: ControlDesk, key: AccountDay, fill: Fill) {
  const feeRateBps = desk.wechat.bills.knobs.feeRateBps.get(key);
  const sums = sumsOfFill(fill, feeRateBps);
  return {
    channel: key.channel,
    account: key.account,
    bill_date: key.day.text,
    rows: fill.rows,
    fee_rate_bps: feeRateBps,
    total_amount: sums.amount,
    total_fee: sums.fee,
    rule: describeFill(key, fill, feeRateBps),
  };
}

function formOf(desk: ControlDesk, channel: ChannelName, account: string): BillForm {
  if (channel === "wechat") return wechatTradeBill("ALL");
  const found = desk.alipay.accounts.find(account);
  if (found === null) throw new Error(`${account} was there a moment ago`);
  return alipayTradeBill(found);
}

function addFeeRate(router: Router, desk: ControlDesk): void {
  const { feeRateBps } = desk.wechat.bills.knobs;
  const path = "/:channel/fee-rate";
  router.get(path, (req, res) => {
    const key = { channel: channelOf(req), account: accountOf(desk, req, { ...req.query }) };
    res.json({ account: key.account, fee_rate_bps: feeRateBps.get(key) });
  });
  router.put(path, (req, res) => {
    const { fee_rate_bps: rate, account: wished } = parseOrProblem(feeRateBody, req.body);
    const key = { channel: channelOf(req), account: accountOf(desk, req, { account: wished }) };
    feeRateBps.set(key, rate);
    res.json({ account: key.account, fee_rate_bps: rate });
  });
}

function channelOf(req: Request): ChannelName {
  return parseOrProblem(channelSchema, req.params["channel"]);
}

function dayOf(req: Request): BillDay {
  return parseOrProblem(dateSchema, req.params["date"]);
}

function channelDayOf(req: Request) {
  return { channel: channelOf(req), day: dayOf(req).text };
}

/** The account that is meant: the demo one unless another is named, which must be there. */
function accountOf(desk: ControlDesk, req: Request, wish: Readonly<Record<string, unknown>>): string {
  const { account } = parseOrProblem(accountQuery, wish);
  const channel = channelOf(req);
  const demo = desk.accounts.demo();
  const mine = channel === "wechat" ? demo.wechat.credentials.mchid : demo.alipay.credentials.app_id;
  const name = account ?? mine;
  if (desk[channel].accounts.find(name) === null)
    throw new Problem(404, "No such account", `${name} is not known at ${channel}`);
  return name;
}
