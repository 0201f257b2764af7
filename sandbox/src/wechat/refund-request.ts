import { z } from "zod";
import { notifyUrlSchema } from "./notify-url.ts";

const text = (max: number) => z.string().max(max);
const fen = z.int().min(1);

const goods = z.strictObject({
  merchant_goods_id: text(32).min(1),
  wechatpay_goods_id: text(32).optional(),
  goods_name: text(256).optional(),
  unit_price: z.int().min(0),
  refund_amount: z.int().min(0),
  refund_quantity: z.int().min(1),
});

const amount = z
  .strictObject({
    refund: fen,
    total: fen,
    currency: z.literal("CNY"),
    from: z
      .array(z.strictObject({ account: z.enum(["AVAILABLE", "UNAVAILABLE"]), amount: fen }))
      .min(1)
      .max(2)
      .optional(),
  })
  .refine(
    ({ refund, from }) => from === undefined || from.reduce((sum, part) => sum + part.amount, 0) === refund,
    {
      path: ["from"],
      message: "adds up to amount.refund",
    },
  );

/** `out_refund_no`: 1 to 64 digits, letters and `_ - | * @`. */
const outRefundNo = text(64)
  .min(1)
  .regex(/^[0-9A-Za-z_\-|*@]+$/, "only digits, letters and _ - | * @");

/**
 * The body of `POST /v3/refund/domestic/refunds` (WeChat Pay APIv3, refund). A service provider's has
 * `sub_mchid` on top. `httpHosts`: see `notifyUrlSchema`.
 */
export function refundRequestSchema(httpHosts: readonly string[]) {
  return z
    .strictObject({
      sub_mchid: text(32).min(1).optional(),
      transaction_id: text(32).min(1).optional(),
      out_trade_no: text(32).min(6).optional(),
      out_refund_no: outRefundNo,
      reason: text(80).optional(),
      notify_url: notifyUrlSchema(httpHosts, 256).optional(),
      funds_account: z.enum(["AVAILABLE", "UNSETTLED"]).optional(),
      amount,
      goods_detail: z.array(goods).min(1).optional(),
    })
    .refine((request) => (request.transaction_id === undefined) !== (request.out_trade_no === undefined), {
      path: ["out_trade_no"],
      message: "either transaction_id or out_trade_no",
    });
}

export type RefundRequest = z.infer<ReturnType<typeof refundRequestSchema>>;

/** Encrypted members come as base64 of RSAES-OAEP (2048 bits: 344 characters). */
const encrypted = text(1_024).min(1).optional();

/** The body of `…/refunds/{refund_id}/apply-abnormal-refund` (WeChat Pay APIv3, abnormal refund). */
export const abnormalRefundSchema = z.strictObject({
  sub_mchid: text(32).min(1).optional(),
  out_refund_no: outRefundNo,
  type: z.enum(["USER_BANK_CARD", "MERCHANT_BANK_CARD"]),
  bank_type: text(16).optional(),
  bank_account: encrypted,
  real_name: encrypted,
});

export type AbnormalRefundRequest = z.infer<typeof abnormalRefundSchema>;
