import { eventTypes } from "../webhooks/event-type.ts";

/** Values at the edges of an endpoint's fields, for tests of the parsers and of the published schemas. */
export const endpointUrl = "https://shop.example/hooks";

const refused: readonly (readonly [field: string, value: unknown, path?: string])[] = [
  ["url", "shop.example"],
  ["url", "ftp://shop.example/"],
  ["url", `https://shop.example/${"p".repeat(256)}`],
  ["url", null],
  ["event_types", []],
  ["event_types", ["*", "refund.failed"]],
  ["event_types", ["refund.failed", "refund.failed"]],
  ["event_types", ["refund.lost"], "event_types[0]"],
  ["event_types", "refund.failed"],
  ["event_types", null],
  ["description", "x".repeat(257)],
  ["description", "two\nlines"],
  ["description", 5],
  ["status", "paused"],
  ["rate_limit", 0],
  ["rate_limit", 1_001],
  ["rate_limit", 2.5],
  ["rate_limit", "5"],
  ["signatures", []],
  ["signatures", ["v1a"]],
  ["signatures", ["v1", "v1"]],
  ["signatures", ["v2"], "signatures[0]"],
  ["secret", "whsec_mine"],
];

/** Refused when an endpoint is made and when it is changed; the fault is told at `path`. */
export const refusedOfEndpoints = refused.map(([field, value, path = field]) => ({ field, value, path }));

/** Accepted by both, and read as they are. */
export const acceptedOfEndpoints: readonly (readonly [field: string, value: unknown])[] = [
  ["event_types", ["*"]],
  ["event_types", [...eventTypes]],
  ["description", ""],
  ["description", "🍵".repeat(256)],
  ["description", null],
  ["status", "disabled"],
  ["rate_limit", 1],
  ["rate_limit", 1_000],
  ["rate_limit", null],
  ["signatures", ["v1"]],
  ["signatures", ["v1", "v1a"]],
  ["signatures", ["v1a", "v1"]],
];
