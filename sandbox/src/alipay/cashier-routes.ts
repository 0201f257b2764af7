import { Router } from "express";
import type { Request, RequestHandler, Response } from "express";
import { send } from "../core/answer.ts";
import { requireSameOrigin } from "../control/same-origin.ts";
import type { Order } from "../core/order.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { cashierAnswer } from "./cashier-answer.ts";
import { cashierPath } from "./cashier-path.ts";
import { parseAlipayDetails } from "./order-details.ts";
import { signedReturnUrl } from "./return-url.ts";

type Visit = { readonly order: Order; readonly account: AlipayAccount };

/** `/alipay/cashier/{order}`: what a person does in the browser that a merchant sent there. */
export function cashierRoutes(desk: AlipayDesk): Router {
  const router = Router();
  const path = "/alipay/cashier/:id";
  const on =
    (act: (visit: Visit, res: Response) => Promise<void>): RequestHandler =>
    async (req, res) => {
      const visit = visitOf(desk, req);
      if (visit === null) return void res.status(404).end();
      await act(visit, res);
    };
  router.get(
    path,
    on((visit, res) => show(desk, visit, res)),
  );
  router.post(
    `${path}/login`,
    requireSameOrigin,
    on((visit, res) => logIn(desk, visit, res)),
  );
  router.post(
    `${path}/pay`,
    requireSameOrigin,
    on((visit, res) => pay(desk, visit, res)),
  );
  router.post(
    `${path}/give-up`,
    requireSameOrigin,
    on((visit, res) => giveUp(desk, visit, res)),
  );
  return router;
}

function visitOf(desk: AlipayDesk, req: Request): Visit | null {
  const id = Number(req.params["id"]);
  const order = Number.isSafeInteger(id) ? desk.orders.findById(id) : null;
  if (order === null || order.channel !== "alipay" || cashierPath(order) === null) return null;
  const account = desk.accounts.find(order.account);
  return account === null ? null : { order, account };
}

async function show(desk: AlipayDesk, { order, account }: Visit, res: Response): Promise<void> {
  const returnUrl = order.status === "paid" ? await signedReturnUrl(desk, account, order) : null;
  send(res, cashierAnswer({ order, seller: account.sellerId, returnUrl }));
}

async function logIn(desk: AlipayDesk, { order }: Visit, res: Response): Promise<void> {
  if (order.status === "waiting") desk.payer.scan(order);
  backToCashier(order, res);
}

/** Pays and goes back to the merchant, or stays when there is nowhere to go or nothing to pay. */
async function pay(desk: AlipayDesk, { order, account }: Visit, res: Response): Promise<void> {
  const paid = desk.payer.pay(order, { notify: "normal", delayMs: 0 });
  const returnUrl = paid === null ? null : await signedReturnUrl(desk, account, paid);
  if (returnUrl === null) backToCashier(order, res);
  else res.redirect(303, returnUrl);
}

async function giveUp(desk: AlipayDesk, { order }: Visit, res: Response): Promise<void> {
  const { quitUrl } = parseAlipayDetails(order);
  const given = desk.payer.cancel(order);
  if (given === null || quitUrl === undefined) backToCashier(order, res);
  else res.redirect(303, quitUrl);
}

function backToCashier(order: Order, res: Response): void {
  res.redirect(303, cashierPath(order) ?? "/");
}
