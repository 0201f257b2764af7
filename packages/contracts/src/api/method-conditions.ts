import { type Method, methods } from "@compose-pay/domain";
import type { FieldSchema } from "./documented-as.ts";
import { mockRefundStories, mockStories } from "./mock-story.ts";
import { payerMembersOf } from "./payer.ts";

/**
 * What `methodFaults` demands, as JSON Schema: an `allOf` of conditions, made from the same tables, so that
 * a client which validates against the document is refused nothing more here.
 */
export function methodConditions(): readonly FieldSchema[] {
  const groups = Map.groupBy(methods, (method) => payerMembersOf(method).join());
  return [
    ...[...groups.values()].map(payerCondition),
    whenMethodIs(["wechat_h5"], { required: ["client_ip"], properties: { client_ip: { type: "string" } } }),
    whenMethodIs(["mock"], { properties: { metadata: { properties: mockMetadata } } }),
  ];
}

const mockMetadata = { mock: { enum: mockStories }, mock_refund: { enum: mockRefundStories } };

function payerCondition(group: readonly Method[]): FieldSchema {
  const [first] = group;
  const wanted = first === undefined ? [] : payerMembersOf(first);
  if (wanted.length === 0) return whenMethodIs(group, { properties: { payer: { type: "null" } } });
  const payer = { type: "object", propertyNames: { enum: wanted }, minProperties: 1, maxProperties: 1 };
  return whenMethodIs(group, { required: ["payer"], properties: { payer } });
}

/** Either the method is another one, or the consequence holds. */
function whenMethodIs(group: readonly Method[], consequence: FieldSchema): FieldSchema {
  return { anyOf: [{ properties: { method: { not: { enum: group } } } }, consequence] };
}
