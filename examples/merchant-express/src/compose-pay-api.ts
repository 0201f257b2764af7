import { setTimeout as pause } from "node:timers/promises";

/** compose-pay said no, in words: the problem document's (RFC 9457). */
export class ApiProblem extends Error {
  readonly status: number;
  /** Seconds to wait before the next try, where it said so. */
  readonly retryAfter: number | null;

  constructor(status: number, detail: string, retryAfter: number | null) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** What this shop reads of an answer. */
export interface ApiObject {
  readonly id: string;
  readonly status: string;
  readonly next_action?: { readonly qr_code?: string } | null;
  readonly secret?: string;
}

type Fields = Readonly<Record<string, unknown>>;

export interface ComposePay {
  /** Tried up to three times: `order_no` makes it one payment, however often it is asked for. */
  createPayment(fields: Fields & { readonly order_no: string }): Promise<ApiObject>;
  /** Tried up to three times: `refund_no` makes it one refund. */
  createRefund(fields: Fields & { readonly refund_no: string }): Promise<ApiObject>;
  createEndpoint(fields: Fields): Promise<ApiObject>;
  /** @throws ApiProblem with 404 when there is no such endpoint (any more) */
  updateEndpoint(id: string, fields: Fields): Promise<ApiObject>;
}

const timeoutMs = 15_000;
const mostTries = 3;
const mostWaitMs = 5_000;

export function createComposePay({ apiUrl, apiKey }: { apiUrl: string; apiKey: string }): ComposePay {
  const call = async (method: "POST" | "PATCH", path: string, fields: Fields): Promise<ApiObject> => {
    const response = await fetch(apiUrl + path, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body: JSON.stringify(fields),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw await problemOf(response);
    // because this is the shape of compose-pay's answers
    return (await response.json()) as ApiObject;
  };
  return {
    createPayment: (fields) => persistently(() => call("POST", "/v1/payments", fields)),
    createRefund: (fields) => persistently(() => call("POST", "/v1/refunds", fields)),
    createEndpoint: (fields) => call("POST", "/v1/webhook_endpoints", fields),
    updateEndpoint: (id, fields) => call("PATCH", `/v1/webhook_endpoints/${id}`, fields),
  };
}

/** Only for calls that carry their own key: no answer does not mean that nothing was done. */
async function persistently(attempt: () => Promise<ApiObject>): Promise<ApiObject> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const isRefused = error instanceof ApiProblem && error.status < 500 && error.status !== 429;
      if (isRefused || tries === mostTries) throw error;
      const asked = error instanceof ApiProblem ? error.retryAfter : null;
      await pause(Math.min((asked ?? tries) * 1_000, mostWaitMs));
    }
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const text = await response.text();
  const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN);
  return new ApiProblem(
    response.status,
    detailOf(text) ?? `compose-pay answered ${response.status}`,
    Number.isFinite(retryAfter) ? retryAfter : null,
  );
}

function detailOf(text: string): string | undefined {
  try {
    // because a problem document has this shape, and anything else has no detail
    return (JSON.parse(text) as { detail?: string } | null)?.detail;
  } catch {
    return undefined;
  }
}
