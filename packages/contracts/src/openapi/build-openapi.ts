import { z } from "zod";
import { createDocument } from "zod-openapi";
import { headerComponents } from "./answer-headers.ts";
import { deliveryPaths } from "./delivery-paths.ts";
import { endpointPaths } from "./endpoint-paths.ts";
import { eventPaths } from "./event-paths.ts";
import { healthPaths } from "./health-paths.ts";
import { methodPaths } from "./method-paths.ts";
import { paymentPaths } from "./payment-paths.ts";
import { refundPaths } from "./refund-paths.ts";
import { problemExamples } from "./problem-responses.ts";
import { statementPaths } from "./statement-paths.ts";
import { webhooks } from "./webhooks.ts";

export interface OpenApiOptions {
  /** The version of the product. */
  readonly version: string;
  /** Where the API is reached from outside, without a slash at its end. */
  readonly serverUrl: string;
}

export type OpenApiDocument = ReturnType<typeof createDocument>;

/** The OpenAPI 3.1 document of the calls that this version answers, made from the schemas that read them. */
export function buildOpenApi({ version, serverUrl }: OpenApiOptions): OpenApiDocument {
  return createDocument(
    {
      openapi: "3.1.1",
      info: { title: "compose-pay", version, description: introduction, license },
      servers: [{ url: serverUrl }],
      security: [{ apiKey: [] }],
      tags,
      paths: {
        ...paymentPaths,
        ...refundPaths,
        ...methodPaths,
        ...eventPaths,
        ...statementPaths,
        ...endpointPaths,
        ...deliveryPaths,
        ...healthPaths,
      },
      webhooks,
      components: {
        securitySchemes: { apiKey },
        headers: headerComponents,
        examples: problemExamples(),
      },
    },
    { allowEmptySchema: { custom: true }, override: openAnswers },
  );
}

const introduction =
  "Payments through WeChat Pay and Alipay by one API. Bodies are JSON in UTF-8 of at most 64 KiB, money is an " +
  "integer in the currency's minor unit (fen), times are RFC 3339 in UTC. Requests are read strictly: unknown " +
  "fields are refused. Answers may gain fields. Every answer that is no success is an RFC 9457 problem document.";

const tags = [
  { name: "Payments", description: "The merchant's orders." },
  { name: "Refunds", description: "Money that goes back to the customer." },
  { name: "Methods", description: "The ways to pay that the app may use." },
  { name: "Events", description: "The log of what was told, a pull alternative to webhooks." },
  { name: "Statements", description: "What a day came to, once it is reconciled with the channels' bills." },
  {
    name: "Webhook endpoints",
    description: "Where events are posted to, what came of it, and sending again.",
  },
  { name: "Webhooks", description: "What is told to the merchant, signed as Standard Webhooks." },
  { name: "Health", description: "For load balancers and operators." },
];

const license = { name: "Apache-2.0", identifier: "Apache-2.0" };

const apiKey = {
  type: "http",
  scheme: "bearer",
  description: "`sk_test_…` reaches test channel accounts only, `sk_live_…` live ones only.",
} as const;

interface Rendering {
  readonly jsonSchema: { additionalProperties?: unknown };
  readonly zodSchema: unknown;
  readonly io: "input" | "output";
}

/** An answer may gain a field, so its schema must not forbid what it does not name. */
function openAnswers({ jsonSchema, zodSchema, io }: Rendering): void {
  const isOpen = zodSchema instanceof z.ZodObject && zodSchema.def.catchall === undefined;
  if (io === "output" && isOpen) delete jsonSchema.additionalProperties;
}
