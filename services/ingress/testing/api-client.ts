import { newId } from "@compose-pay/runtime";
import { z } from "zod";

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The members of the JSON object that came back; empty for anything else. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ApiRequest {
  readonly key?: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly raw?: string | Uint8Array<ArrayBuffer> | ReadableStream;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Api = (method: string, path: string, request?: ApiRequest) => Promise<ApiAnswer>;

const object = z.record(z.string(), z.unknown()).catch({});

/** A plain HTTP client of one ingress. */
export function apiOf(ingress: { readonly url: string }): Api {
  return async (method, path, { key, json, raw, headers = {} } = {}) => {
    const body = json === undefined ? raw : JSON.stringify(json);
    const answer = await fetch(ingress.url + path, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: object.parse(parsed(text)) };
  };
}

/** Parameters of a payment that any app of these tests may create. */
export function paymentParameters(changes: Readonly<Record<string, unknown>> = {}) {
  return { order_no: newId("ord"), amount: 100, method: "mock", subject: "Tea", ...changes };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
