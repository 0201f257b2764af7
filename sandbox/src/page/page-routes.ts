import { fileURLToPath } from "node:url";
import { Router } from "express";
import type { Request, RequestHandler, Response } from "express";
import { toString as drawCode } from "qrcode";
import type { ControlDesk } from "../control/control-desk.ts";
import { requireSameOrigin } from "../control/same-origin.ts";
import type { Order } from "../core/order.ts";
import { pageHeaders } from "./page-headers.ts";
import { renderPage } from "./render-page.ts";

const ordersPerPage = 50;
const stylesheet = fileURLToPath(new URL("./assets/page.css", import.meta.url));
const script = fileURLToPath(new URL("./assets/page.js", import.meta.url));

/** `/`: the page for people, and what its buttons do. */
export function pageRoutes(desk: ControlDesk): Router {
  const router = Router();
  router.get("/", withHeaders, (req, res) => showPage(desk, req, res));
  router.get("/page/assets/page.css", (_req, res) => res.sendFile(stylesheet));
  router.get("/page/assets/page.js", (_req, res) => res.sendFile(script));
  router.get("/page/qr/:id.svg", async (req, res) => {
    const order = orderOf(desk, req);
    if (order === null || order.payCode === "") return void res.status(404).end();
    const picture = await drawCode(order.payCode, { type: "svg", margin: 1 });
    res.type("image/svg+xml").set("Cache-Control", "max-age=86400").send(picture);
  });
  router.post("/page/orders/:id/:verb", requireSameOrigin, (req, res) => {
    const order = orderOf(desk, req);
    if (order !== null && req.params["verb"] === "pay")
      desk.payer.pay(order, { notify: "normal", delayMs: 0 });
    if (order !== null && req.params["verb"] === "cancel") desk.payer.cancel(order);
    backToPage(res);
  });
  router.post("/page/faults/clear", requireSameOrigin, (_req, res) => {
    desk.faults.replace([]);
    backToPage(res);
  });
  return router;
}

function showPage(desk: ControlDesk, req: Request, res: Response): void {
  const before = Number(req.query["before"]);
  const orders = desk.orders.listNewest(before >= 1 ? before : Number.MAX_SAFE_INTEGER, ordersPerPage);
  const page = renderPage({
    now: desk.clock.now(),
    offsetMs: desk.clock.offsetMs(),
    orders: orders.map((order) => ({
      order,
      cashierPath: desk.rules[order.channel].cashierPath?.(order) ?? null,
      refunds: desk.refunds.ofOrder(order.id),
      notifications: desk.log.recordsOfOrder(order.id),
    })),
    olderThan: orders.length === ordersPerPage ? (orders.at(-1)?.id ?? null) : null,
    faults: desk.faults.list(),
    autopay: desk.autopay.list(),
  });
  res.type("text/html").send(page.markup);
}

function orderOf(desk: ControlDesk, req: Request): Order | null {
  const id = Number(req.params["id"]);
  return Number.isSafeInteger(id) ? desk.orders.findById(id) : null;
}

function backToPage(res: Response): void {
  res.redirect(303, "/");
}

const withHeaders: RequestHandler = (_req, res, next) => {
  res.set(pageHeaders);
  next();
};
