import { z } from "zod";

export type RealChannel = "wechat" | "alipay";
export type FaultKind =
  | "delay"
  | "hang"
  | "reset_before"
  | "reset_after"
  | "error_500"
  | "error_500_after"
  | "rate_limited"
  | "bad_signature"
  | "signtest"
  | "unknown_serial"
  | "truncated"
  | "not_json";
export type Tamper = "signature" | "amount" | "account" | "timestamp" | "ciphertext" | "signtest";

export interface Fault {
  readonly channel: RealChannel;
  readonly operation: "create" | "query" | "close" | "refund" | "refund_query" | "bill" | "*";
  readonly fault: FaultKind;
  readonly probability?: number;
  readonly times?: number;
  readonly delay_ms?: number;
}

/** What really happened to a refund at its channel. In fen. */
export interface RefundTruth {
  readonly out_refund_no: string;
  readonly status: string;
  readonly amount: number;
}

export type RefundEnd = "success" | "abnormal" | "closed";

/** What really happened to an order at its channel. Amounts in fen. */
export interface Truth {
  readonly out_trade_no: string;
  readonly status: "waiting" | "paid" | "closed";
  readonly amount: number;
  readonly paid_at: string | null;
  readonly transaction_id: string | null;
  readonly refunds: readonly RefundTruth[];
  readonly notifications: readonly { readonly attempts: readonly { readonly status: number | null }[] }[];
}

const truth: z.ZodType<Truth> = z.object({
  out_trade_no: z.string(),
  status: z.enum(["waiting", "paid", "closed"]),
  amount: z.int(),
  paid_at: z.string().nullable(),
  transaction_id: z.string().nullable(),
  refunds: z.array(z.object({ out_refund_no: z.string(), status: z.string(), amount: z.int() })),
  notifications: z.array(z.object({ attempts: z.array(z.object({ status: z.int().nullable() })) })),
});

/** Customers and testers at the sandbox: they pay, give up, and make the channels misbehave. */
export interface Customer {
  /** Pays; null when the order cannot be paid (any more). */
  pay(channel: RealChannel, outTradeNo: string, how?: Payment): Promise<Truth | null>;
  cancel(channel: RealChannel, outTradeNo: string): Promise<Truth>;
  /** Opens the code without paying. */
  scan(channel: RealChannel, outTradeNo: string): Promise<Truth>;
  /** Sends the order's notification again and waits until each POST is answered. */
  notify(channel: RealChannel, outTradeNo: string, how?: Resend): Promise<Truth>;
  /** Null while the channel has no such order. */
  truth(channel: RealChannel, outTradeNo: string): Promise<Truth | null>;
  allOrders(channel: RealChannel): Promise<readonly Truth[]>;
  /** Ends a refund that the channel works on. */
  endRefund(channel: RealChannel, outRefundNo: string, status: RefundEnd): Promise<void>;
  /** Sends the refund's notification again and waits until each POST is answered. */
  notifyRefund(channel: RealChannel, outRefundNo: string, how?: Resend): Promise<void>;
  /** How long the refunds to come take. */
  setRefundDelay(channel: RealChannel, ms: number): Promise<void>;
  /** Whether the merchants' balance at WeChat Pay suffices for no refund. */
  setBalanceEmpty(isEmpty: boolean): Promise<void>;
  /** How long after a refund WeChat Pay takes the next one of the same order. */
  setRefundInterval(ms: number): Promise<void>;
  /** From now on, in place of those before. */
  setFaults(faults: readonly Fault[]): Promise<void>;
  /** How many faults are still in force. */
  faultsLeft(): Promise<number>;
  /** Pays this share of the new orders by itself. */
  setAutopay(channel: RealChannel, ratio: number, afterMs: number): Promise<void>;
  /** An account file of a new account of the channel. */
  openAccount(channel: RealChannel): Promise<unknown>;
}

export interface Payment {
  readonly amount?: number;
  readonly notify?: "normal" | "none" | "duplicate";
  readonly delay_ms?: number;
}

export interface Resend {
  readonly times?: number;
  readonly tamper?: Tamper;
}

export function createCustomer(sandboxUrl: string): Customer {
  const control = (method: string, path: string, body?: unknown) =>
    askControl(`${sandboxUrl}/control${path}`, method, body);
  return {
    pay: async (channel, no, how = {}) => {
      const answer = await control("POST", `${order(channel, no)}/pay`, how);
      return answer.status === 409 ? null : read(answer);
    },
    cancel: async (channel, no) => read(await control("POST", `${order(channel, no)}/cancel`)),
    scan: async (channel, no) => read(await control("POST", `${order(channel, no)}/scan`)),
    notify: async (channel, no, how = {}) => read(await control("POST", `${order(channel, no)}/notify`, how)),
    truth: async (channel, no) => {
      const answer = await control("GET", order(channel, no));
      return answer.status === 404 ? null : read(answer);
    },
    allOrders: async (channel) => z.array(truth).parse(mustBeOk(await control("GET", `/${channel}/orders`))),
    endRefund: async (channel, no, status) =>
      void mustBeOk(await control("POST", `/${channel}/refunds/${no}/settle`, { status })),
    notifyRefund: async (channel, no, how = {}) =>
      void mustBeOk(await control("POST", `/${channel}/refunds/${no}/notify`, how)),
    setRefundDelay: async (channel, ms) =>
      void mustBeOk(await control("PUT", `/${channel}/refund-delay`, { ms })),
    setBalanceEmpty: async (isEmpty) =>
      void mustBeOk(await control("PUT", "/wechat/refund-rules", { balance_empty: isEmpty })),
    setRefundInterval: async (ms) =>
      void mustBeOk(await control("PUT", "/wechat/refund-rules", { min_interval_ms: ms })),
    setFaults: async (faults) => void mustBeOk(await control("PUT", "/faults", faults)),
    faultsLeft: async () => z.array(z.unknown()).parse(mustBeOk(await control("GET", "/faults"))).length,
    setAutopay: async (channel, ratio, afterMs) =>
      void mustBeOk(await control("PUT", "/autopay", { channel, ratio, after_ms: afterMs })),
    openAccount: async (channel) => mustBeOk(await control("POST", "/accounts", { channel })),
  };
}

function order(channel: RealChannel, outTradeNo: string): string {
  return `/${channel}/orders/${outTradeNo}`;
}

function read(answer: ControlAnswer): Truth {
  return truth.parse(mustBeOk(answer));
}

export interface ControlAnswer {
  readonly status: number;
  readonly json: unknown;
}

/** One call of the sandbox's controls. */
export async function askControl(url: string, method: string, body?: unknown): Promise<ControlAnswer> {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: await response.json() };
}

/** @throws with the answer when the controls refuse */
export function mustBeOk({ status, json }: ControlAnswer): unknown {
  if (status >= 400) throw new Error(`the sandbox answered ${status} ${JSON.stringify(json)}`);
  return json;
}
