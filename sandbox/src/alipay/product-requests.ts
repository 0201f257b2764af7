import { z } from "zod";
import { orderFields, text } from "./order-fields.ts";

/** alipay.trade.precreate, face to face: the customer scans. */
export const precreateBiz = z.looseObject({
  ...orderFields,
  product_code: z.enum(["QR_CODE_OFFLINE", "FACE_TO_FACE_PAYMENT"]).default("FACE_TO_FACE_PAYMENT"),
});

/** alipay.trade.page.pay: the cashier in a computer's browser. */
export const pageBiz = z.looseObject({
  ...orderFields,
  product_code: z.literal("FAST_INSTANT_TRADE_PAY"),
  qr_pay_mode: z.enum(["0", "1", "2", "3", "4"]).optional(),
  request_from_url: text(256).optional(),
});

/** alipay.trade.wap.pay: the cashier in a phone's browser. */
export const wapBiz = z.looseObject({
  ...orderFields,
  product_code: z.literal("QUICK_WAP_WAY"),
  /** Where a customer goes who gives up. */
  quit_url: z.url({ protocol: /^https?$/ }).max(400),
});

/** alipay.trade.app.pay: an app hands the signed order to Alipay's. */
export const appBiz = z.looseObject({
  ...orderFields,
  product_code: z.literal("QUICK_MSECURITY_PAY").default("QUICK_MSECURITY_PAY"),
});

const userId = z.string().regex(/^2088\d{12}$/);

/** alipay.trade.create: a mini program or a page inside Alipay pays with the trade's number. */
export const createBiz = z
  .looseObject({
    ...orderFields,
    product_code: z.enum(["JSAPI_PAY", "FACE_TO_FACE_PAYMENT"]).default("FACE_TO_FACE_PAYMENT"),
    buyer_id: userId.optional(),
    buyer_open_id: text(128).min(1).optional(),
    op_app_id: text(32).optional(),
  })
  .refine((biz) => biz.buyer_id !== undefined || biz.buyer_open_id !== undefined, {
    path: ["buyer_id"],
    message: "buyer_id or buyer_open_id is needed",
  });

/** alipay.trade.pay: the shop scans the customer's code. */
export const barcodeBiz = z.looseObject({
  ...orderFields,
  product_code: z.literal("FACE_TO_FACE_PAYMENT").default("FACE_TO_FACE_PAYMENT"),
  scene: z.literal("bar_code"),
  /** 16 to 24 digits that begin with 25 to 30. */
  auth_code: z.string().regex(/^(?:2[5-9]|30)\d{14,22}$/),
});
