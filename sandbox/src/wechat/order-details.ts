import { z } from "zod";
import type { Order } from "../core/order.ts";

const text = z.string().optional();

/** What a WeChat order keeps beside the members of every order. */
const wechatDetails = z.object({
  appid: z.string(),
  attach: text,
  /** A service provider's order. */
  subMchid: text,
  subAppid: text,
  /** Who shall pay: openid, or sp_openid and sub_openid. */
  payer: z.record(z.string(), z.string()).optional(),
  deviceId: text,
});

export type WechatDetails = z.infer<typeof wechatDetails>;

export function detailsOf(order: Order): WechatDetails {
  return wechatDetails.parse(JSON.parse(order.details));
}
