import type { Request, Response, Router } from "express";
import { applyForFundFlowBill, applyForTradeBill } from "./apply-for-bill.ts";
import { downloadBill } from "./download-bill.ts";
import { serveUnsigned } from "./serve-call.ts";
import type { WechatDesk } from "./wechat-desk.ts";
import type { Mounts } from "./wechat-routes.ts";

/** Bills (WeChat Pay APIv3, 账单): asked for by signed calls, downloaded by one whose answer is not signed. */
export function billRoutes(desk: WechatDesk, router: Router, { get }: Mounts): void {
  get("/bill/tradebill", "bill", (incoming) => applyForTradeBill(desk, incoming));
  get("/bill/fundflowbill", "bill", (incoming) => applyForFundFlowBill(desk, incoming));
  router.get("/billdownload/file", (req: Request, res: Response) =>
    serveUnsigned(
      desk,
      { operation: "bill_download", call: (account) => downloadBill(desk, account, req) },
      { req, res },
    ),
  );
  router.all("/billdownload/file", (_req, res) => void res.status(405).end());
}
