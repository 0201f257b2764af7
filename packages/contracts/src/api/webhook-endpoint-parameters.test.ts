import { describe, expect, it } from "vitest";
import { parseCreateWebhookEndpoint } from "./create-webhook-endpoint.ts";
import { parseUpdateWebhookEndpoint } from "./update-webhook-endpoint.ts";
import { acceptedOfEndpoints, endpointUrl as url, refusedOfEndpoints } from "./webhook-endpoint-edges.ts";

function faultsOf(input: unknown) {
  const read = parseCreateWebhookEndpoint(input);
  return read.ok ? [] : read.errors;
}

describe("parseCreateWebhookEndpoint", () => {
  it("puts every default in its place", () => {
    expect(parseCreateWebhookEndpoint({ url })).toEqual({
      ok: true,
      value: {
        url,
        event_types: ["*"],
        description: null,
        status: "enabled",
        rate_limit: null,
        signatures: ["v1"],
      },
    });
  });

  it("needs a URL", () => {
    expect(faultsOf({})).toEqual([{ path: "url", message: "is required" }]);
  });

  it.each(refusedOfEndpoints)("refuses $field $value", ({ field, value, path }) => {
    expect(faultsOf({ url, [field]: value })).toEqual([{ path, message: expect.any(String) as string }]);
  });

  it.each(acceptedOfEndpoints)("accepts %s %j", (field, value) => {
    expect(parseCreateWebhookEndpoint({ url, [field]: value })).toMatchObject({
      ok: true,
      value: { [field]: value },
    });
  });
});

describe("parseUpdateWebhookEndpoint", () => {
  it("changes nothing by itself", () => {
    expect(parseUpdateWebhookEndpoint({})).toEqual({ ok: true, value: {} });
  });

  it.each(refusedOfEndpoints)("refuses $field $value", ({ field, value, path }) => {
    const read = parseUpdateWebhookEndpoint({ [field]: value });
    expect(read).toEqual({ ok: false, errors: [{ path, message: expect.any(String) as string }] });
  });

  it.each(acceptedOfEndpoints)("accepts %s %j and nothing else with it", (field, value) => {
    expect(parseUpdateWebhookEndpoint({ [field]: value })).toEqual({ ok: true, value: { [field]: value } });
  });
});
