import express from "express";
import type { ErrorRequestHandler, Express } from "express";
import type { AlipayDesk } from "./alipay/alipay-desk.ts";
import { billDownload } from "./alipay/bill-download.ts";
import { cashierRoutes } from "./alipay/cashier-routes.ts";
import { gatewayRoutes } from "./alipay/gateway-routes.ts";
import type { ControlDesk } from "./control/control-desk.ts";
import { controlRoutes } from "./control/control-routes.ts";
import { pageRoutes } from "./page/page-routes.ts";
import { wechatCashierRoutes } from "./wechat/cashier-routes.ts";
import type { WechatDesk } from "./wechat/wechat-desk.ts";
import { wechatRoutes } from "./wechat/wechat-routes.ts";

export type AppParts = {
  readonly control: ControlDesk;
  readonly wechat: WechatDesk;
  readonly alipay: AlipayDesk;
};

/** All the doors of the sandbox: the channels' own paths, `/control`, the page for people. */
export function createApp({ control, wechat, alipay }: AppParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", "simple");
  app.get("/healthz", (_req, res) => void res.json({ status: "ok" }));
  app.use("/control", controlRoutes(control));
  app.use("/v3", wechatRoutes(wechat));
  app.use(gatewayRoutes(alipay));
  app.use(billDownload(alipay));
  app.use(wechatCashierRoutes(wechat));
  app.use(cashierRoutes(alipay));
  app.use(pageRoutes(control));
  app.use((_req, res) => void res.status(404).end());
  app.use(lastResort);
  return app;
}

/** What no door dealt with: an unreadable request is the caller's fault, the rest is ours and is logged. */
const lastResort: ErrorRequestHandler = (error: unknown, req, res, _next) => {
  const status = error instanceof Error && "status" in error ? Number(error.status) : 500;
  if (status >= 500)
    console.error(JSON.stringify({ event: "sandbox_error", path: req.path, error: String(error) }));
  if (res.headersSent) return void res.destroy();
  res.status(status).end();
};
