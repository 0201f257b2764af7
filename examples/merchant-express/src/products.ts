export interface Product {
  readonly id: string;
  readonly name: string;
  /** In fen. */
  readonly price: number;
}

export const products: readonly Product[] = [
  { id: "longjing", name: "龙井 Longjing, 50 g", price: 6_800 },
  { id: "puer", name: "普洱 Pu'er, one cake", price: 12_800 },
  { id: "sample", name: "茉莉花茶 Jasmine, a sample", price: 1 },
];

export const methods = ["wechat_native", "alipay_qr"] as const;
export type Method = (typeof methods)[number];
