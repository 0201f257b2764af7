import { describe, expect, it } from "vitest";
import { errorCodeNames, errorCodes } from "../api/error-codes.ts";
import { buildOpenApi } from "./build-openapi.ts";
import { at, nodesOf, objectAt } from "./document-walk.ts";

const document: unknown = JSON.parse(
  JSON.stringify(buildOpenApi({ version: "0.1.0", serverUrl: "https://pay.example" })),
);

const operations = Object.entries(objectAt(document, "paths")).flatMap(([path, item]) =>
  Object.keys(objectAt(item)).map((verb) => ({ path, verb, operation: at(item, verb) })),
);
const merchantCalls = operations.filter(({ path }) => path.startsWith("/v1/"));

describe("the OpenAPI document", () => {
  it("says what it is and where it is served", () => {
    expect(document).toMatchObject({
      openapi: "3.1.1",
      info: { title: "compose-pay", version: "0.1.0" },
      servers: [{ url: "https://pay.example" }],
      security: [{ apiKey: [] }],
      components: { securitySchemes: { apiKey: { type: "http", scheme: "bearer" } } },
    });
  });

  it("covers exactly the calls that are answered", () => {
    expect(operations.map(({ path, verb }) => `${verb} ${path}`).toSorted()).toEqual([
      "delete /v1/webhook_endpoints/{id}",
      "get /healthz",
      "get /readyz",
      "get /v1/events",
      "get /v1/events/{id}",
      "get /v1/methods",
      "get /v1/payments",
      "get /v1/payments/{id}",
      "get /v1/refunds",
      "get /v1/refunds/{id}",
      "get /v1/statements/{day}",
      "get /v1/webhook_endpoints",
      "get /v1/webhook_endpoints/{id}",
      "get /v1/webhook_endpoints/{id}/deliveries",
      "get /v1/webhook_endpoints/{id}/replays/{replay_id}",
      "patch /v1/webhook_endpoints/{id}",
      "post /v1/events/{id}/redeliver",
      "post /v1/payments",
      "post /v1/payments/{id}/attempts",
      "post /v1/payments/{id}/close",
      "post /v1/refunds",
      "post /v1/webhook_endpoints",
      "post /v1/webhook_endpoints/{id}/replay",
      "post /v1/webhook_endpoints/{id}/rotate_secret",
      "post /v1/webhook_endpoints/{id}/test",
    ]);
  });

  it("has no reference that leads nowhere", () => {
    const references = nodesOf(document).flatMap(({ node }) =>
      typeof node["$ref"] === "string" ? [node["$ref"]] : [],
    );
    const dangling = references.filter(
      (reference) => at(document, ...reference.split("/").slice(1)) === undefined,
    );
    expect(references.length).toBeGreaterThan(100);
    expect(dangling).toEqual([]);
  });

  it("gives each operation a name of its own and each path parameter its description", () => {
    const names = operations.map(({ operation }) => at(operation, "operationId"));
    expect(new Set(names).size).toBe(names.length);
    for (const { path, operation } of operations.filter((call) => call.path.includes("{id}"))) {
      const parameter = { in: "path", name: "id", required: true, description: expect.any(String) as string };
      expect(at(operation, "parameters"), path).toContainEqual(expect.objectContaining(parameter));
    }
  });

  it.each(merchantCalls)(
    "$verb $path needs a key and documents each problem by its code",
    ({ operation }) => {
      expect(at(operation, "security")).toBeUndefined();
      const responses = objectAt(operation, "responses");
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(["401", "403", "429", "500", "503"]));
      for (const [status, response] of Object.entries(responses).filter(([key]) => Number(key) >= 400)) {
        const codes = Object.keys(objectAt(response, "content", "application/problem+json", "examples"));
        const known = errorCodeNames.filter((code) => `${errorCodes[code].status}` === status);
        expect(codes.length).toBeGreaterThan(0);
        expect(known).toEqual(expect.arrayContaining(codes));
        for (const code of codes) expect(at(response, "description")).toContain(`\`${code}\``);
      }
    },
  );

  it.each(merchantCalls)(
    "$verb $path has the request id and the rate limit on every answer",
    ({ operation }) => {
      for (const response of Object.values(objectAt(operation, "responses"))) {
        const headers = Object.keys(objectAt(response, "headers"));
        expect(headers).toEqual(expect.arrayContaining(["X-Request-Id", "RateLimit", "RateLimit-Policy"]));
      }
    },
  );

  it("describes every field", () => {
    const fields = nodesOf(objectAt(document, "components", "schemas"))
      .filter(({ path }) => path.at(-1) === "properties" && !path.includes("allOf"))
      .flatMap(({ path, node }) =>
        Object.keys(node).map((name) => ({ name: [...path, name].join("."), of: node[name] })),
      );
    expect(fields.length).toBeGreaterThan(60);
    expect(fields.filter(({ of }) => !isDescribed(of)).map(({ name }) => name)).toEqual([]);
  });

  it("leaves answers open for new fields and keeps requests closed", () => {
    expect(at(document, "components", "schemas", "Payment", "additionalProperties")).toBeUndefined();
    expect(at(document, "components", "schemas", "CreatePayment", "additionalProperties")).toBe(false);
  });

  it("has one webhook per type of event that is sent", () => {
    expect(Object.keys(objectAt(document, "webhooks"))).toEqual([
      "payment.succeeded",
      "payment.closed",
      "payment.failed",
      "payment.late_succeeded",
      "payment.duplicate_refunded",
      "refund.succeeded",
      "refund.failed",
      "webhook.test",
      "webhook.endpoint_disabled",
    ]);
  });
});

/** By its own words, by those of what it refers to, or by the only value it can have. */
function isDescribed(schema: unknown): boolean {
  const target = at(schema, "$ref");
  const meant = typeof target === "string" ? at(document, ...target.split("/").slice(1)) : undefined;
  return [at(schema, "description"), at(meant, "description"), at(schema, "const")].some(
    (word) => word !== undefined,
  );
}
