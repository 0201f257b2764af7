import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiResponseObject } from "zod-openapi";
import { preferWait } from "../api/prefer-wait.ts";
import { type HeaderName, merchantHeaders } from "./answer-headers.ts";

/** Calls that nobody needs a key for. */
export const withoutKey = { security: [] } as const satisfies Partial<ZodOpenApiOperationObject>;

export const paymentId = z.object({
  id: z.string().meta({ description: "The payment's id.", examples: ["pay_01jk2m3n4p5q6r7s8t9v0w1x2y"] }),
});

export const refundId = z.object({
  id: z.string().meta({ description: "The refund's id.", examples: ["rfd_01jk2m5b6c7d8e9f0g1h2j3k4m"] }),
});

export const eventId = z.object({
  id: z.string().meta({ description: "The event's id.", examples: ["evt_01jk2m4z5a6b7c8d9e0f1g2h3j"] }),
});

export const endpointId = z.object({
  id: z.string().meta({ description: "The endpoint's id.", examples: ["ep_01jk2m6a7b8c9d0e1f2g3h4j5k"] }),
});

export const replayId = endpointId.extend({
  replay_id: z
    .string()
    .meta({ description: "The replay's id.", examples: ["rpl_01jk2m8c9d0e1f2g3h4j5k6m7n"] }),
});

/** For the calls that wait for what somebody else does. */
export function preferHeaderFor(what: string) {
  return z.object({
    Prefer: z
      .string()
      .optional()
      .meta({
        description:
          `wait=N: how many seconds to wait for ${what}, 0 to ${preferWait.max}, ` +
          `${preferWait.default} without it (RFC 7240). When they are over the answer is 202.`,
        examples: ["wait=5"],
      }),
  });
}

/** For the calls that need the channel. */
export const preferHeader = preferHeaderFor("the channel");

/** A success, as JSON. */
export interface Success {
  readonly description: string;
  readonly schema: z.ZodType;
  readonly example?: unknown;
  readonly headers?: readonly HeaderName[];
}

export function success({ description, schema, example, headers = [] }: Success): ZodOpenApiResponseObject {
  const media = example === undefined ? { schema } : { schema, example };
  return { description, headers: merchantHeaders(...headers), content: { "application/json": media } };
}
