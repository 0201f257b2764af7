import { describe, expect, it } from "vitest";
import { parseListDeliveriesQuery } from "./list-deliveries-query.ts";
import { parseNoParameters } from "./no-parameters.ts";
import { parseRedeliverEvent } from "./redeliver-event.ts";
import { parseCreateWebhookReplay } from "./webhook-replay.ts";

describe("parseCreateWebhookReplay", () => {
  it.each(["2026-01-31T08:00:00Z", "2026-01-31T16:00:00.000+08:00"])("reads %s", (since) => {
    const value = { since: new Date("2026-01-31T08:00:00.000Z") };
    expect(parseCreateWebhookReplay({ since })).toEqual({ ok: true, value });
  });

  it.each([{}, { since: "2026-01-31" }, { since: 5 }, { since: null }, { since: "2026-01-31T08:00:00" }])(
    "names since as the fault of %j",
    (body) => {
      expect(parseCreateWebhookReplay(body)).toMatchObject({ ok: false, errors: [{ path: "since" }] });
    },
  );
});

describe("parseRedeliverEvent", () => {
  it.each([undefined, {}, { endpoint_id: null }])("goes everywhere by %j", (body) => {
    expect(parseRedeliverEvent(body)).toEqual({ ok: true, value: { endpoint_id: null } });
  });

  it.each([{ endpoint_id: "" }, { endpoint_id: 5 }, { endpoint_id: ["ep_1"] }])("refuses %j", (body) => {
    expect(parseRedeliverEvent(body)).toMatchObject({ ok: false, errors: [{ path: "endpoint_id" }] });
  });

  it("refuses a body that is no object", () => {
    expect(parseRedeliverEvent([])).toMatchObject({ ok: false, errors: [{ path: "" }] });
    expect(parseRedeliverEvent("ep_1")).toMatchObject({ ok: false });
  });
});

describe("parseNoParameters", () => {
  it("takes no body or an empty object, and nothing in it", () => {
    expect([parseNoParameters(undefined), parseNoParameters({})]).toMatchObject([{ ok: true }, { ok: true }]);
    expect(parseNoParameters({ secret: "mine" })).toMatchObject({ ok: false, errors: [{ path: "secret" }] });
  });
});

describe("parseListDeliveriesQuery", () => {
  it("reads a page and a status", () => {
    const value = { limit: 5, starting_after: "dlv_1", status: "paused" };
    expect(parseListDeliveriesQuery({ ...value, limit: "5" })).toEqual({ ok: true, value });
    expect(parseListDeliveriesQuery({})).toEqual({ ok: true, value: { limit: 20 } });
  });

  it.each([{ status: "failed" }, { status: ["pending", "paused"] }, { event_type: "*" }, { limit: "101" }])(
    "refuses %j",
    (query) => {
      expect(parseListDeliveriesQuery(query).ok).toBe(false);
    },
  );
});
