import { z } from "zod";
import { fromYuan } from "../core/yuan.ts";

const text = (max: number) => z.string().max(max);

/** Yuan as a text or, as some clients send it, a number; read as fen. */
const yuan = z.union([z.string(), z.number().transform(String)]).transform((value, context) => {
  const fen = fromYuan(value);
  if (fen !== null) return fen;
  context.addIssue({ code: "custom", message: "0.01 to 100000000 with two decimals" });
  return z.NEVER;
});

/** The `biz_content` of `alipay.trade.precreate` (Alipay OpenAPI, face-to-face pre-creation). */
export const precreateBiz = z.looseObject({
  out_trade_no: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[0-9A-Za-z_-]+$/),
  total_amount: yuan,
  subject: text(256)
    .min(1)
    .regex(/^[^/=&]*$/),
  product_code: z.enum(["QR_CODE_OFFLINE", "FACE_TO_FACE_PAYMENT"]).optional(),
  body: text(128).optional(),
  timeout_express: z
    .string()
    .regex(/^(?:[1-9]\d{0,4}[mhd]|1c)$/)
    .optional(),
  time_expire: z.string().optional(),
  passback_params: text(512).optional(),
  seller_id: text(28).optional(),
  store_id: text(32).optional(),
  operator_id: text(28).optional(),
  terminal_id: text(32).optional(),
});

export type PrecreateBiz = z.infer<typeof precreateBiz>;
