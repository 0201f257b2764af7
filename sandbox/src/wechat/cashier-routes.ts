import express, { Router } from "express";
import type { Request, RequestHandler } from "express";
import { z } from "zod";
import { requireSameOrigin } from "../control/same-origin.ts";
import type { Order } from "../core/order.ts";
import { cashierPath, h5UrlLifeMs } from "./prepaid.ts";
import { tradeTypes } from "./product.ts";
import { renderCashier } from "./render-cashier.ts";
import type { WechatDesk } from "./wechat-desk.ts";

/** The query of an h5_url, with what a merchant may append. */
const visitSchema = z.object({
  prepay_id: z.string(),
  package: z.coerce.number().int(),
  redirect_url: z.url({ protocol: /^https?$/ }).optional(),
});
type Visit = z.infer<typeof visitSchema>;

const answerSchema = z.object({ answer: z.enum(["pay", "give_up"]) });

/** What an h5_url opens: a page where a browser pays or gives up, and goes on to `redirect_url`. */
export function wechatCashierRoutes(desk: WechatDesk): Router {
  const router = Router();
  router.use(cashierPath, strictPolicy);
  router.get(cashierPath, (req, res) => {
    const { visit, order } = arrive(desk, req);
    const page = renderCashier({ order, redirectUrl: visit?.redirect_url ?? null, action: req.originalUrl });
    res.status(order === null ? 404 : 200);
    res.type("text/html").send(page.markup);
  });
  router.post(cashierPath, requireSameOrigin, express.urlencoded({ extended: false }), (req, res) => {
    const { visit, order } = arrive(desk, req);
    const parsed = answerSchema.safeParse(req.body);
    if (!parsed.success) return void res.status(400).end();
    // who gives up leaves the order as it is, for another try
    if (order !== null && parsed.data.answer === "pay")
      desk.payer.pay(order, { notify: "normal", delayMs: 0 });
    res.redirect(303, (order === null ? undefined : visit?.redirect_url) ?? req.originalUrl);
  });
  return router;
}

/** Whom the URL belongs to. No order when it is nobody's, or older than 5 minutes. */
function arrive(
  desk: WechatDesk,
  req: Request,
): { readonly visit: Visit | null; readonly order: Order | null } {
  const visit = visitSchema.safeParse({ ...req.query }).data ?? null;
  if (visit === null) return { visit, order: null };
  const age = desk.clock.now() - visit.package;
  const order = age < 0 || age > h5UrlLifeMs ? null : desk.orders.findByPayCode("wechat", visit.prepay_id);
  return { visit, order: order?.product === tradeTypes.h5 ? order : null };
}

/**
 * Names and subjects come from merchants: nothing foreign may run or load. Forms may lead on to the
 * merchant's page, so `form-action` is not bound.
 */
const strictPolicy: RequestHandler = (_req, res, next) => {
  res.set({
    "Content-Security-Policy":
      "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
  });
  next();
};
