import type { Permission, TimelineEntry } from "@compose-pay/contracts";
import { describe, expect, it } from "vitest";
import { placeOfEntry, placeOfMember } from "./timeline-links.ts";

const entry = (kind: TimelineEntry["kind"], details: TimelineEntry["details"]): TimelineEntry => ({
  at: "2026-03-01T08:00:00.000Z",
  kind,
  subject: "rfd_1",
  what: "",
  trace_id: null,
  details,
});

describe("the page of an entry", () => {
  it.each<[TimelineEntry, Permission, string]>([
    [entry("refund", {}), "refunds.read", "/refunds/rfd_1"],
    [
      entry("delivery", { delivery_id: "dlv_1", event_id: "evt_1" }),
      "webhooks.read",
      "/webhooks/deliveries/dlv_1",
    ],
    [entry("event", { event_id: "evt_1" }), "webhooks.read", "/webhooks/events/evt_1"],
    [entry("notification", { notification_id: "ntf_1" }), "notifications.read", "/notifications/ntf_1"],
    [entry("discrepancy", { discrepancy_id: "dsc_1" }), "reconciliation.read", "/discrepancies/dsc_1"],
  ])("%j is for who has %s: %s", (one, permission, place) => {
    expect(placeOfEntry(one, ["payments.read", permission])).toBe(place);
    expect(placeOfEntry(one, ["payments.read"])).toBeNull();
  });

  it("is not there for what has none", () => {
    const granted: readonly Permission[] = ["accounts.read", "webhooks.read"];
    expect(placeOfEntry(entry("call", { account_id: "acc_1" }), granted)).toBeNull();
    expect(placeOfEntry(entry("event", {}), granted)).toBeNull();
    expect(placeOfMember("outcome", "ok", granted)).toBeNull();
    expect(placeOfMember("endpoint_id", "notify_url", granted)).toBeNull();
    expect(placeOfMember("endpoint_id", "ep_1", granted)).toBe("/webhooks/endpoints/ep_1");
    expect(placeOfMember("account_id", "acc_1", granted)).toBe("/accounts/acc_1");
  });
});
