import { Router } from "express";
import { z } from "zod";
import { toRfc3339 } from "../core/china-time.ts";
import { billHosts } from "../wechat/knobs.ts";
import type { WechatPlatform } from "../wechat/platform.ts";
import type { ControlDesk } from "./control-desk.ts";
import { parseOrProblem, Problem } from "./problem.ts";

const lifeMs = 5 * 365 * 86_400_000;

const signingBody = z.strictObject({ public_key_ratio: z.number().min(0).max(1) });
const timeSchema = z.iso.datetime({ offset: true }).transform(Date.parse);
const rotateBody = z.union([
  z.strictObject({ retire: z.literal(true) }),
  z.strictObject({
    retire: z.literal(false).optional(),
    effective_time: timeSchema.optional(),
    expire_time: timeSchema.optional(),
  }),
]);
const billHostBody = z.strictObject({ host: z.enum(billHosts) });
const refundRulesBody = z.strictObject({
  balance_empty: z.boolean().optional(),
  min_interval_ms: z.int().min(0).max(86_400_000).optional(),
});

/** `/control/wechat/…`: what a tester can turn at WeChat Pay alone. */
export function wechatControlRoutes({ clock, wechat }: ControlDesk): Router {
  const router = Router();
  const { platform, signing, refundRules, knobs } = wechat;
  router.get("/wechat/notification-signing", (_req, res) => {
    res.json({ public_key_ratio: signing.publicKeyRatio });
  });
  router.put("/wechat/notification-signing", (req, res) => {
    const { public_key_ratio: ratio } = parseOrProblem(signingBody, req.body);
    signing.setPublicKeyRatio(ratio);
    res.json({ public_key_ratio: ratio });
  });
  router.get("/wechat/certificates", (_req, res) => void res.json(certificatesOf(platform)));
  router.post("/wechat/certificates/rotate", async (req, res) => {
    const body = parseOrProblem(rotateBody, req.body ?? {});
    if (body.retire === true) retire(platform);
    else await issue(platform, body, clock.realNow());
    res.json(certificatesOf(platform));
  });
  router.get("/wechat/bill-host", (_req, res) => void res.json({ host: knobs.billHost }));
  router.put("/wechat/bill-host", (req, res) => {
    knobs.billHost = parseOrProblem(billHostBody, req.body).host;
    res.json({ host: knobs.billHost });
  });
  const rules = () => ({
    balance_empty: refundRules.isBalanceEmpty,
    min_interval_ms: refundRules.minIntervalMs,
  });
  router.get("/wechat/refund-rules", (_req, res) => void res.json(rules()));
  router.put("/wechat/refund-rules", (req, res) => {
    const body = parseOrProblem(refundRulesBody, req.body);
    refundRules.set({ isBalanceEmpty: body.balance_empty, minIntervalMs: body.min_interval_ms });
    res.json(rules());
  });
  return router;
}

/** By real time, as merchants hold certificates against it: in effect now and for 5 years unless told otherwise. */
async function issue(
  platform: WechatPlatform,
  times: { readonly effective_time?: number | undefined; readonly expire_time?: number | undefined },
  nowMs: number,
): Promise<void> {
  const effectiveAt = times.effective_time ?? Math.min(nowMs, times.expire_time ?? nowMs);
  const expiresAt = times.expire_time ?? effectiveAt + lifeMs;
  if (expiresAt < effectiveAt)
    throw new Problem(400, "Invalid request", "expire_time: is before effective_time");
  await platform.issue({ effectiveAt, expiresAt });
}

function retire(platform: WechatPlatform): void {
  if (!platform.retire()) throw new Problem(409, "Last certificate", "there is no older one to drop");
}

function certificatesOf({ certificates }: WechatPlatform) {
  return certificates.map((each) => ({
    serial_no: each.serial,
    effective_time: toRfc3339(each.effectiveAt),
    expire_time: toRfc3339(each.expiresAt),
  }));
}
