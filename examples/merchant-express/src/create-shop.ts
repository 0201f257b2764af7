import express, { type ErrorRequestHandler, type Express } from "express";
import { toString as drawCode } from "qrcode";
import { newOrder } from "./order.ts";
import { messagePage, orderPage, orderState, productsPage } from "./pages.ts";
import { payOrder, refundOrder, type ShopDeps } from "./pay-order.ts";
import { methods, products } from "./products.ts";
import { receiveWebhook } from "./receive-webhook.ts";

export function createShop(deps: ShopDeps & { readonly webhookSecret: string }): Express {
  const { store, webhookSecret: secret } = deps;
  const shop = express();
  shop.post("/webhooks", express.raw({ type: () => true, limit: "64kb" }), receiveWebhook({ store, secret }));
  shop.get("/", (_request, response) => void response.send(productsPage()));
  shop.post("/checkout", express.urlencoded(), async (request, response) => {
    // because a form is an object of texts, and no form is nothing
    const form = (request.body ?? {}) as Readonly<Record<string, unknown>>;
    const product = products.find(({ id }) => id === form["product"]);
    const method = methods.find((one) => one === form["method"]);
    if (product === undefined || method === undefined) {
      return void response.status(400).send(messagePage("There is no such product or way to pay."));
    }
    const order = newOrder(product, method);
    // First on disk, then paid for: a payment without its order could never be found again.
    store.save(order);
    await payOrder(deps, order);
    response.redirect(303, `/orders/${order.orderNo}`);
  });
  shop.get("/orders/:orderNo", async (request, response) => {
    const order = store.find(request.params.orderNo);
    if (order === null) return void response.status(404).send(messagePage("There is no such order."));
    const isPayable = order.status === "open" && order.qrCode !== null;
    const code = isPayable ? await drawCode(order.qrCode, { type: "svg" }) : null;
    response.send(orderPage(order, code));
  });
  shop.get("/orders/:orderNo/state", (request, response) => {
    const order = store.find(request.params.orderNo);
    response.type("text").send(order === null ? "unknown" : orderState(order));
  });
  shop.post("/orders/:orderNo/pay", async (request, response) => {
    const order = store.find(request.params.orderNo);
    if (order?.status === "open") await payOrder(deps, order);
    response.redirect(303, `/orders/${request.params.orderNo}`);
  });
  // Anybody who knows the order may press it here. A real shop asks who presses.
  shop.post("/orders/:orderNo/refund", async (request, response) => {
    const order = store.find(request.params.orderNo);
    if (order?.status === "succeeded") await refundOrder(deps, order.orderNo);
    response.redirect(303, `/orders/${request.params.orderNo}`);
  });
  shop.use(lastResort);
  return shop;
}

const lastResort: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  console.error(error);
  response.status(500).send(messagePage("Something went wrong here. Nothing was lost; please try again."));
};
