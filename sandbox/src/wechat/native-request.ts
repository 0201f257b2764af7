import { z } from "zod";
import { notifyUrlSchema } from "./notify-url.ts";

const text = (max: number) => z.string().max(max);
const count = z.int().min(0);
const detailLimitBytes = 6_144;

const goods = z.strictObject({
  merchant_goods_id: text(32).min(1),
  wechatpay_goods_id: text(32).optional(),
  goods_name: text(256).optional(),
  quantity: count.min(1),
  unit_price: count,
});

const detail = z
  .strictObject({
    cost_price: count.optional(),
    invoice_id: text(32).optional(),
    goods_detail: z.array(goods).min(1).optional(),
  })
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= detailLimitBytes, "longer than 6144 bytes");

const storeInfo = z.strictObject({
  id: text(32).min(1),
  name: text(256).optional(),
  area_code: text(32).optional(),
  address: text(512).optional(),
});

/**
 * The body of `POST /v3/pay/transactions/native` (WeChat Pay APIv3, Native order). Unknown members are
 * refused, as is `payer`, which belongs to JSAPI. `httpHosts`: see `notifyUrlSchema`.
 */
export function nativeRequestSchema(httpHosts: readonly string[]) {
  return z.strictObject({
    appid: text(32).min(1),
    mchid: text(32).min(1),
    description: text(127).min(1),
    out_trade_no: text(32)
      .min(6)
      .regex(/^[0-9A-Za-z_\-|*]+$/, "only digits, letters and _ - | *"),
    time_expire: z.iso.datetime({ offset: true }).max(64).optional(),
    attach: text(128).optional(),
    notify_url: notifyUrlSchema(httpHosts),
    goods_tag: text(32).optional(),
    support_fapiao: z.boolean().optional(),
    amount: z.strictObject({
      total: z.int().min(1),
      currency: z.literal("CNY").optional(),
    }),
    detail: detail.optional(),
    scene_info: z
      .strictObject({
        payer_client_ip: text(45).optional(),
        device_id: text(32).optional(),
        store_info: storeInfo.optional(),
      })
      .optional(),
    settle_info: z.strictObject({ profit_sharing: z.boolean().optional() }).optional(),
  });
}

export type NativeRequest = z.infer<ReturnType<typeof nativeRequestSchema>>;
