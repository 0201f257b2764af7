import type { Method } from "@compose-pay/domain";
import { z } from "zod";
import { ipAddress } from "./ip-address.ts";
import { methodConditions } from "./method-conditions.ts";
import { methodFaults } from "./method-rules.ts";
import { type Parsed, parseBody } from "./parse-body.ts";
import { type Payer, payer } from "./payer.ts";
import { method } from "./words.ts";

/** The parameters of another try for the same order, checked, with every default in its place. */
export interface CreateAttempt {
  readonly method: Method;
  readonly payer: Payer | null;
  readonly client_ip: string | null;
}

/** Reads the body of `POST /v1/payments/{id}/attempts`. The rules of a method are those of a new payment. */
export function parseCreateAttempt(input: unknown): Parsed<CreateAttempt> {
  return parseBody(createAttempt, input);
}

/** `payer` and `client_ip` may be null, which is the same as absent. */
export const createAttempt: z.ZodType<CreateAttempt> = z
  .strictObject({
    method,
    payer: payer.nullable().default(null).meta({
      description: "Required for the methods that must know the payer, and refused for the others.",
    }),
    client_ip: ipAddress
      .nullable()
      .default(null)
      .meta({
        description: "The customer's address. Required for wechat_h5.",
        examples: ["203.0.113.7"],
      }),
  })
  .superRefine(
    (request, context) => {
      for (const { path, message } of methodFaults(request)) {
        context.addIssue({ code: "custom", path: [...path], message });
      }
    },
    { when: () => true },
  )
  .meta({
    id: "CreateAttempt",
    description: "Another try for the same order. Unknown fields are refused.",
    allOf: methodConditions(),
  });
