import type { PaymentEventType } from "@compose-pay/domain";
import { describe, expect, expectTypeOf, it } from "vitest";
import { endpointDisabledExample, testEventExample } from "../openapi/endpoint-examples.ts";
import { eventExample, refundEventExample } from "../openapi/examples.ts";
import { type EventType, eventTypes, paymentEventTypes, refundEventTypes } from "./event-type.ts";
import { webhookBody } from "./webhook-body.ts";

describe("webhookBody", () => {
  it.each(paymentEventTypes)("carries the payment of %s", (type) => {
    expect(webhookBody.safeParse({ ...eventExample, type }).success).toBe(true);
  });

  it.each(refundEventTypes)("carries the refund of %s", (type) => {
    expect(webhookBody.safeParse({ ...refundEventExample, type }).success).toBe(true);
    expect(webhookBody.safeParse({ ...eventExample, type }).success).toBe(false);
  });

  it("carries what is told of endpoints", () => {
    expect(webhookBody.parse(testEventExample)).toEqual(testEventExample);
    expect(webhookBody.parse(endpointDisabledExample)).toEqual(endpointDisabledExample);
    const withSecret = { ...endpointDisabledExample.data, secret: "whsec_x" };
    expect(webhookBody.parse({ ...endpointDisabledExample, data: withSecret })).toEqual(
      endpointDisabledExample,
    );
  });

  it.each([{ sequence: 0 }, { type: "payment.paid" }, { data: {} }, { timestamp: 5 }, { id: null }])(
    "is none with %j",
    (change) => {
      expect(webhookBody.safeParse({ ...eventExample, ...change }).success).toBe(false);
    },
  );
});

describe("eventTypes", () => {
  it("are what endpoints can subscribe to", () => {
    expect(eventTypes).toEqual([
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

  it("have every event of a payment that the domain can make", () => {
    expectTypeOf<(typeof paymentEventTypes)[number]>().toEqualTypeOf<PaymentEventType>();
    expectTypeOf<PaymentEventType>().toExtend<EventType>();
  });
});
