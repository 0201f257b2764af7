import { randomUUID } from "node:crypto";
import { type Payment, payment, type Problem, problem } from "@compose-pay/contracts";
import { z } from "zod";

/** An answer of the API as it came. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is when it is text or bytes, else as JSON. */
  readonly body?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;
type HeaderFields = Readonly<Record<string, string>>;

/** A merchant's system: calls the API with its key. */
export interface Merchant {
  readonly apiKey: string;
  /** `POST /v1/payments` with an order that is complete but for what is given. */
  create(fields?: Fields, headers?: HeaderFields): Promise<ApiAnswer>;
  /** The same, when nothing but a new payment is expected. */
  mustCreate(fields?: Fields, headers?: HeaderFields): Promise<Payment>;
  get(id: string, query?: string): Promise<Payment>;
  close(id: string, headers?: HeaderFields): Promise<ApiAnswer>;
  list(query?: string): Promise<PaymentPage>;
  /** Any call with the merchant's key; headers given here come in place of its own. */
  call(call: ApiCall): Promise<ApiAnswer>;
}

export interface PaymentPage {
  readonly data: readonly Payment[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

/** Longer than the longest answer of the API, which is 20 s. */
const patienceMs = 30_000;

export function createMerchant(options: {
  readonly apiUrl: string;
  readonly apiKey: string;
  /** Where the events of its payments go, unless an order says otherwise. */
  readonly notifyUrl: string | null;
}): Merchant {
  const { apiUrl, apiKey, notifyUrl } = options;
  const call = (asked: ApiCall): Promise<ApiAnswer> =>
    send(apiUrl, { ...asked, headers: { authorization: `Bearer ${apiKey}`, ...asked.headers } });
  const create = (fields: Fields = {}, headers: HeaderFields = {}) =>
    call({ method: "POST", path: "/v1/payments", headers, body: { ...newOrder(notifyUrl), ...fields } });
  return {
    apiKey,
    create,
    mustCreate: async (fields, headers) => paymentOf(await create(fields, headers), [201, 202]),
    get: async (id, query = "") =>
      paymentOf(await call({ method: "GET", path: `/v1/payments/${id}${query}` }), [200, 202]),
    close: (id, headers = {}) => call({ method: "POST", path: `/v1/payments/${id}/close`, headers }),
    list: async (query = "") => {
      const answer = await call({ method: "GET", path: `/v1/payments${query}` });
      return page.parse(JSON.parse(expectStatus(answer, [200]).text));
    },
    call,
  };
}

const page = z.object({
  data: z.array(payment),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
});

export function newOrderNo(): string {
  return `J-${randomUUID()}`;
}

function newOrder(notifyUrl: string | null): Fields {
  return {
    order_no: newOrderNo(),
    amount: 100,
    method: "wechat_native",
    subject: "Tea 龙井",
    ...(notifyUrl === null ? {} : { notify_url: notifyUrl }),
  };
}

/** One request; a body that is neither text nor bytes goes as JSON. */
export async function send(
  apiUrl: string,
  { method, path, headers = {}, body }: ApiCall,
): Promise<ApiAnswer> {
  const isRaw = typeof body === "string" || body instanceof Uint8Array;
  const init: RequestInit = { method, headers, signal: AbortSignal.timeout(patienceMs) };
  if (isRaw) init.body = body instanceof Uint8Array ? Buffer.from(body) : body;
  else if (body !== undefined) {
    init.headers = { "content-type": "application/json", ...headers };
    init.body = JSON.stringify(body);
  }
  const response = await fetch(apiUrl + path, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The payment of an answer; throws with the answer when its status is none of these. */
export function paymentOf(answer: ApiAnswer, statuses: readonly number[] = [200, 201, 202]): Payment {
  return payment.parse(JSON.parse(expectStatus(answer, statuses).text));
}

/** The problem document of an answer; throws with the answer when it is none, or says another status. */
export function problemOf(answer: ApiAnswer): Problem {
  const type = answer.headers.get("content-type");
  if (type !== "application/problem+json")
    throw new Error(`${describeAnswer(answer)} is no problem document`);
  const read = problem.parse(JSON.parse(answer.text));
  if (read.status !== answer.status) throw new Error(`${describeAnswer(answer)} contradicts itself`);
  if (read.request_id !== answer.headers.get("x-request-id")) {
    throw new Error(`${describeAnswer(answer)} has not the request id of its header`);
  }
  return read;
}

function expectStatus(answer: ApiAnswer, statuses: readonly number[]): ApiAnswer {
  if (statuses.includes(answer.status)) return answer;
  throw new Error(`${describeAnswer(answer)} where ${statuses.join(" or ")} was expected`);
}

function describeAnswer({ status, text }: ApiAnswer): string {
  return `the answer ${status} ${text.slice(0, 500)}`;
}
