import { randomUUID } from "node:crypto";
import { type Payment, type Refund, refund } from "@compose-pay/contracts";
import { waitFor } from "@compose-pay/test-support";
import type { RealChannel } from "./customer.ts";
import type { ApiAnswer } from "./merchant.ts";
import type { Stage } from "./stage.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A merchant who gives money back. */
export interface Refunding {
  /** A payment that its customer has paid. */
  paid(method: "wechat_native" | "alipay_qr", fields?: Fields): Promise<Payment>;
  /** `POST /v1/refunds` with a number of its own, unless it is given. */
  refund(fields: Fields, headers?: Readonly<Record<string, string>>): Promise<ApiAnswer>;
  /** The same, when nothing but a new refund is expected. */
  mustRefund(fields: Fields, headers?: Readonly<Record<string, string>>): Promise<Refund>;
  get(id: string, query?: string): Promise<Refund>;
  /** A new part of a paid payment that its channel has taken and works on. */
  underWay(paymentId: string, amount: number): Promise<Refund>;
  /** Waits until the refund has this status. */
  until(id: string, status: Refund["status"], deadlineMs?: number): Promise<Refund>;
}

export const channelOfMethod = {
  wechat_native: "wechat",
  alipay_qr: "alipay",
} as const satisfies Readonly<Record<string, RealChannel>>;

export function refundingOf({
  merchant,
  customer,
  books,
}: Pick<Stage, "merchant" | "customer" | "books">): Refunding {
  const ask: Refunding["refund"] = (fields, headers = {}) => {
    const body = { refund_no: `R-${randomUUID()}`, ...fields };
    return merchant.call({ method: "POST", path: "/v1/refunds", headers, body });
  };
  const get = async (id: string, query = "") =>
    refundOf(await merchant.call({ method: "GET", path: `/v1/refunds/${id}${query}` }), [200, 202]);
  const mustRefund: Refunding["mustRefund"] = async (fields, headers) =>
    refundOf(await ask(fields, headers), [201, 202]);
  return {
    paid: async (method, fields = {}) => {
      const created = await merchant.mustCreate({ method, ...fields });
      await customer.pay(channelOfMethod[method], created.attempt.id);
      const probe = async () => {
        const now = await merchant.get(created.id);
        return now.status === "succeeded" && now;
      };
      return waitFor(probe, { deadlineMs: 20_000, what: `the success of ${created.id}` });
    },
    refund: ask,
    mustRefund,
    get,
    underWay: async (paymentId, amount) => {
      const asked = await mustRefund({ payment_id: paymentId, amount });
      const isTaken = async () => {
        const [row] = await books.rows("SELECT state FROM refunds WHERE id = ?", [asked.id]);
        return !["created", "submitted"].includes(String(row?.["state"]));
      };
      await waitFor(isTaken, { deadlineMs: 20_000, what: `${asked.id} at its channel` });
      return asked;
    },
    until: (id, status, deadlineMs = 20_000) => {
      const probe = async () => {
        const now = await get(id);
        return now.status === status && now;
      };
      return waitFor(probe, { deadlineMs, everyMs: 100, what: `${status} of ${id}` });
    },
  };
}

/** The refund of an answer; throws with the answer when its status is none of these. */
export function refundOf({ status, text }: ApiAnswer, statuses: readonly number[]): Refund {
  if (!statuses.includes(status)) {
    throw new Error(`the answer ${status} ${text.slice(0, 500)} where ${statuses.join(" or ")} was expected`);
  }
  return refund.parse(JSON.parse(text));
}
