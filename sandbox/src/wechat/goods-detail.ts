import { z } from "zod";

const text = (max: number) => z.string().max(max);
const count = z.int().min(0);
const limitBytes = 6_144;

const goods = z.strictObject({
  merchant_goods_id: text(32).min(1),
  wechatpay_goods_id: text(32).optional(),
  goods_name: text(256).optional(),
  quantity: count.min(1),
  unit_price: count,
});

/** `detail` of an order: what is bought, for discounts (WeChat Pay APIv3, order creation). */
export const goodsDetail = z
  .strictObject({
    cost_price: count.optional(),
    invoice_id: text(32).optional(),
    goods_detail: z.array(goods).min(1).optional(),
  })
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= limitBytes, "longer than 6144 bytes");
