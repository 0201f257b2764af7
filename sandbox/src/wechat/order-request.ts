import { z } from "zod";
import { goodsDetail } from "./goods-detail.ts";
import { notifyUrlSchema } from "./notify-url.ts";
import type { Mode, Party } from "./party.ts";
import { partyMembers } from "./party.ts";
import type { Product } from "./product.ts";

/** What all products' order requests come to. */
export type OrderRequest = Party & {
  readonly description: string;
  readonly out_trade_no: string;
  readonly time_expire?: string | undefined;
  readonly attach?: string | undefined;
  readonly notify_url?: string | undefined;
  readonly amount: { readonly total: number };
  readonly payer?: { readonly auth_code?: string | undefined; readonly [who: string]: string | undefined };
  readonly scene_info?: { readonly device_id?: string | undefined } | undefined;
};

const text = (max: number) => z.string().max(max);
const openid = text(128).min(1);

const common = {
  description: text(127).min(1),
  out_trade_no: text(32)
    .min(6)
    .regex(/^[0-9A-Za-z_\-|*]+$/, "only digits, letters and _ - | *"),
  attach: text(128).optional(),
  goods_tag: text(32).optional(),
  support_fapiao: z.boolean().optional(),
  amount: z.strictObject({
    total: z.int().min(1),
    currency: z.literal("CNY").optional(),
  }),
  detail: goodsDetail.optional(),
  settle_info: z.strictObject({ profit_sharing: z.boolean().optional() }).optional(),
};

const storeInfo = z.strictObject({
  id: text(32).min(1),
  name: text(256).optional(),
  area_code: text(32).optional(),
  address: text(512).optional(),
});
const scene = {
  payer_client_ip: text(45).optional(),
  device_id: text(32).optional(),
  store_info: storeInfo.optional(),
};
const sceneInfo = z.strictObject(scene).optional();
const h5SceneInfo = z.strictObject({
  ...scene,
  payer_client_ip: text(45).min(1),
  h5_info: z.strictObject({
    type: z.enum(["Wap", "iOS", "Android"]),
    app_name: text(64).optional(),
    app_url: text(128).optional(),
    bundle_id: text(128).optional(),
    package_name: text(128).optional(),
  }),
});
const tillSceneInfo = z
  .strictObject({
    device_id: text(32).optional(),
    device_ip: text(45).optional(),
    store_info: z.strictObject({ id: text(32).optional(), out_id: text(32).optional() }).optional(),
  })
  .optional();

/** 18 digits that begin with 10 … 15 (WeChat Pay, 付款码). */
const authCode = z.string().regex(/^1[0-5]\d{16}$/, "18 digits that begin with 10 to 15");

/** A payer known under the service provider's appid, or under the merchant's. */
const partnerPayer = z
  .strictObject({ sp_openid: openid.optional(), sub_openid: openid.optional() })
  .refine((payer) => payer.sp_openid !== undefined || payer.sub_openid !== undefined, {
    path: ["sp_openid"],
    message: "sp_openid or sub_openid",
  });

/** An openid means something under its appid only. */
function namesAppOfSubOpenid(order: OrderRequest): boolean {
  return order.payer?.["sub_openid"] === undefined || order.sub_appid !== undefined;
}

/**
 * The body of `POST /v3/pay/transactions/{product}`, or of its service provider's twin (WeChat Pay APIv3,
 * order creation). Members of another product are refused like any unknown one. `httpHosts`: see
 * `notifyUrlSchema`.
 */
export function orderRequestSchema(
  mode: Mode,
  product: Product,
  httpHosts: readonly string[],
): z.ZodType<OrderRequest> {
  const base = { ...partyMembers[mode], ...common };
  const prepaid = {
    ...base,
    time_expire: z.iso.datetime({ offset: true }).max(64).optional(),
    notify_url: notifyUrlSchema(httpHosts, 255),
  };
  switch (product) {
    case "native":
    case "app":
      return z.strictObject({ ...prepaid, scene_info: sceneInfo });
    case "jsapi":
      return mode === "direct"
        ? z.strictObject({ ...prepaid, payer: z.strictObject({ openid }), scene_info: sceneInfo })
        : z
            .strictObject({ ...prepaid, payer: partnerPayer, scene_info: sceneInfo })
            .refine(namesAppOfSubOpenid, { path: ["sub_appid"], message: "needed with sub_openid" });
    case "h5":
      return z.strictObject({ ...prepaid, scene_info: h5SceneInfo });
    case "codepay":
      return z.strictObject({
        ...base,
        payer: z.strictObject({ auth_code: authCode }),
        scene_info: tillSceneInfo,
      });
  }
}
