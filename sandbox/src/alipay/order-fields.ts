import { z } from "zod";
import { fromYuan } from "../core/yuan.ts";

/** A text of at most `max` characters. */
export const text = (max: number) => z.string().max(max);

/** Yuan as a text or, as some clients send it, a number; read as fen. */
export const yuan = z.union([z.string(), z.number().transform(String)]).transform((value, context) => {
  const fen = fromYuan(value);
  if (fen !== null) return fen;
  context.addIssue({ code: "custom", message: "0.01 to 100000000 with two decimals" });
  return z.NEVER;
});

/** The members of `biz_content` that every way to pay has (Alipay OpenAPI, trade). */
export const orderFields = {
  out_trade_no: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[0-9A-Za-z_-]+$/),
  total_amount: yuan,
  subject: text(256)
    .min(1)
    .regex(/^[^/=&]*$/),
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
};

const orderBiz = z.looseObject({ ...orderFields, product_code: z.string().optional() });

/** What every product's `biz_content` has, as it is read. */
export type OrderBiz = z.infer<typeof orderBiz>;
