/** The ways to pay, by the last part of their path; mini programs use `jsapi`. */
export const products = ["jsapi", "native", "h5", "app", "codepay"] as const;

export type Product = (typeof products)[number];

/** The product's name in an order: `trade_type` (WeChat Pay APIv3, order query). */
export const tradeTypes = {
  jsapi: "JSAPI",
  native: "NATIVE",
  h5: "MWEB",
  app: "APP",
  codepay: "MICROPAY",
} as const satisfies Readonly<Record<Product, string>>;
