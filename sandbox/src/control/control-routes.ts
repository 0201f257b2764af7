import express, { Router } from "express";
import type { ErrorRequestHandler } from "express";
import { alipayRoutes } from "./alipay-routes.ts";
import { billRoutes } from "./bill-routes.ts";
import type { ControlDesk } from "./control-desk.ts";
import { orderRoutes } from "./order-routes.ts";
import { Problem, sendProblem } from "./problem.ts";
import { refundRoutes } from "./refund-routes.ts";
import { requireSameOrigin } from "./same-origin.ts";
import { settingsRoutes } from "./settings-routes.ts";
import { wechatControlRoutes } from "./wechat-control-routes.ts";

/** `/control`: what payers and testers do. Never part of a channel's protocol. */
export function controlRoutes(desk: ControlDesk): Router {
  const router = Router();
  router.use(requireSameOrigin);
  router.use(express.json({ type: () => true, limit: "1mb" }));
  router.use(settingsRoutes(desk));
  router.use(billRoutes(desk));
  router.use("/alipay", alipayRoutes(desk));
  router.use(orderRoutes(desk));
  router.use(refundRoutes(desk));
  router.use(wechatControlRoutes(desk));
  router.use((req) => {
    throw new Problem(404, "No such control", `${req.method} ${req.originalUrl} does nothing here`);
  });
  router.use(asProblem);
  return router;
}

const asProblem: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (error instanceof Problem) return sendProblem(res, error);
  const status = clientStatus(error);
  if (status === null) return next(error);
  sendProblem(
    res,
    new Problem(status, "Unreadable request", "the request body is not JSON of at most 1 MiB"),
  );
};

/** The 4xx status that Express gives to what it cannot read, or null for anything else. */
function clientStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !("status" in error)) return null;
  const { status } = error;
  return typeof status === "number" && status >= 400 && status < 500 ? status : null;
}
