import { randomUUID } from "node:crypto";
import type { Method, Product } from "./products.ts";

export interface Order {
  /** The `order_no` of its payment, too. Hard to guess, since whoever has it may see the order. */
  readonly orderNo: string;
  readonly product: string;
  /** In fen. */
  readonly amount: number;
  readonly method: Method;
  /** `open` until an event says something else. */
  readonly status: "open" | "succeeded" | "closed" | "failed";
  readonly qrCode: string | null;
  /** The `sequence` of the newest event about the payment, and about the refund. */
  readonly paymentSequence: number;
  readonly refundNo: string | null;
  readonly refundStatus: "processing" | "succeeded" | "failed" | null;
  readonly refundSequence: number;
  /** Why the last call to compose-pay went wrong, for people. */
  readonly problem: string | null;
}

export function newOrder(product: Product, method: Method): Order {
  return {
    orderNo: randomUUID(),
    product: product.name,
    amount: product.price,
    method,
    status: "open",
    qrCode: null,
    paymentSequence: 0,
    refundNo: null,
    refundStatus: null,
    refundSequence: 0,
    problem: null,
  };
}
