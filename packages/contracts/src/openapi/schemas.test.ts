import { type Schema, Validator } from "@cfworker/json-schema";
import { methods } from "@compose-pay/domain";
import { describe, expect, it } from "vitest";
import { accepted, least, refused } from "../api/create-payment-edges.ts";
import { parseCreatePayment } from "../api/create-payment.ts";
import { parseCreateRefund } from "../api/create-refund.ts";
import { errorCodeNames } from "../api/error-codes.ts";
import { acceptedOfEndpoints, endpointUrl, refusedOfEndpoints } from "../api/webhook-endpoint-edges.ts";
import { buildOpenApi } from "./build-openapi.ts";
import { at, nodesOf, objectAt } from "./document-walk.ts";

const document: unknown = JSON.parse(
  JSON.stringify(buildOpenApi({ version: "0.1.0", serverUrl: "https://pay.example" })),
);

/** The validator is no work of ours: what it reads from the document is what a client reads. */
function validatorOf(reference: string): Validator {
  const components = objectAt(document, "components");
  const schema: Schema = { $ref: reference, components };
  return new Validator(schema, "2020-12", false);
}

const createPayment = validatorOf("#/components/schemas/CreatePayment");
const isValidRequest = (request: object) => createPayment.validate(request).valid;

/** Rules that JSON Schema has no words for: the parser alone holds them. */
const beyondSchema: readonly string[] = ["metadata", "return_url", "description", "subject"];

describe("the schema CreatePayment", () => {
  it.each(accepted)("accepts %s %j, as the parser does", (field, value) => {
    expect(isValidRequest({ ...least, [field]: value })).toBe(true);
  });

  it.each(refused.filter(([field]) => !beyondSchema.includes(field)))(
    "refuses %s %j, as the parser does",
    (field, value) => {
      expect(isValidRequest({ ...least, [field]: value })).toBe(false);
    },
  );

  it.each([
    ["subject", ""],
    ["subject", "🍵".repeat(128)],
    ["subject", "a\nb"],
    ["description", "x".repeat(1_001)],
    ["notify_url", "ftp://shop.example/"],
    ["notify_url", `https://shop.example/${"p".repeat(256)}`],
    ["metadata", { a: 1 }],
    ["metadata", { ["k".repeat(65)]: "v" }],
    ["metadata", Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`k${index}`, "v"]))],
    ["unknown", 1],
  ])("refuses %s %j", (field, value) => {
    expect(isValidRequest({ ...least, [field]: value })).toBe(false);
  });

  it("agrees with the parser on what each method asks of payer, client_ip and metadata.mock", () => {
    const payers = [undefined, null, {}, { openid: "a" }, { buyer_id: "a" }, { buyer_open_id: "a" }];
    const more = [{ auth_code: "1" }, { buyer_id: "a", buyer_open_id: "b" }, { openid: "a", auth_code: "1" }];
    for (const method of methods) {
      for (const payer of [...payers, ...more]) {
        for (const rest of [
          {},
          { client_ip: "::1" },
          { client_ip: null },
          { metadata: { mock: "explode" } },
          { metadata: { mock_refund: "late" } },
          { metadata: { mock: "pend", mock_refund: "abnormal" } },
        ]) {
          const request = { ...least, method, ...(payer !== undefined && { payer }), ...rest };
          expect({ request, valid: isValidRequest(request) }).toEqual({
            request,
            valid: parseCreatePayment(request).ok,
          });
        }
      }
    }
  });
});

describe("the schema CreateRefund", () => {
  const createRefund = validatorOf("#/components/schemas/CreateRefund");

  it("agrees with the parser on how the payment is named, and on each field", () => {
    const named = [{ payment_id: "pay_1" }, { order_no: "A1" }, { payment_id: "pay_1", order_no: "A1" }, {}];
    const nulls = [
      { payment_id: null, order_no: "A1" },
      { payment_id: "pay_1", order_no: null },
      { order_no: null },
    ];
    for (const name of [...named, ...nulls]) {
      for (const rest of [{}, { amount: null }, { amount: 0 }, { reason: "x".repeat(81) }, { unknown: 1 }]) {
        const request = { refund_no: "R1", ...name, ...rest };
        const valid = createRefund.validate(request).valid;
        expect({ request, valid }).toEqual({ request, valid: parseCreateRefund(request).ok });
      }
    }
  });
});

/** JSON Schema has no words for a list of which one member must stand alone. */
const isBeyond = (value: unknown) => /\*/.test(JSON.stringify(value));

describe.each(["CreateWebhookEndpoint", "UpdateWebhookEndpoint"])("the schema %s", (name) => {
  const endpoint = validatorOf(`#/components/schemas/${name}`);
  const isValid = (field: string, value: unknown) =>
    endpoint.validate({ url: endpointUrl, [field]: value }).valid;

  it.each(acceptedOfEndpoints)("accepts %s %j, as the parser does", (field, value) => {
    expect(isValid(field, value)).toBe(true);
  });

  it.each(refusedOfEndpoints.filter(({ value }) => !isBeyond(value)))(
    "refuses $field $value, as the parser does",
    ({ field, value }) => {
      expect(isValid(field, value)).toBe(false);
    },
  );
});

describe("the examples of the document", () => {
  const media = nodesOf(document).flatMap(({ path, node }) => {
    const reference = at(node, "schema", "$ref");
    const isExample = typeof reference === "string" && "example" in node;
    return isExample ? [{ place: path.join(" "), reference, example: node["example"] }] : [];
  });

  it("are there for requests, answers and webhooks", () => {
    expect(media.length).toBeGreaterThan(10);
  });

  it.each(media)("$place keeps to its schema", ({ reference, example }) => {
    expect(validatorOf(reference).validate(example)).toMatchObject({ valid: true, errors: [] });
  });

  it.each(errorCodeNames)("of the problem %s keep to Problem", (code) => {
    const example = at(document, "components", "examples", code, "value");
    expect(validatorOf("#/components/schemas/Problem").validate(example)).toMatchObject({
      valid: true,
      errors: [],
    });
  });
});
