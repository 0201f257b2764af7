import { largestAmount } from "@compose-pay/domain";
import { z } from "zod";

import { faultsOf } from "../account-faults.ts";
import { ok } from "../answers.ts";
import type { Channel } from "../channel.ts";
import type { ChannelEnvironment } from "../channel-environment.ts";
import type { AccountFault, AccountPart, ChannelFactory } from "../channel-factory.ts";
import { startRun } from "../operation-run.ts";
import { mockCall } from "./mock-call.ts";
import { closeMock, createMock, queryMock } from "./mock-orders.ts";
import { queryMockRefund, refundMock, settleMockRefund } from "./mock-refunds.ts";

/** The channel that is none: merchants test each path of theirs against it, with test keys only. */
export const mockFactory: ChannelFactory = {
  identityFields: [],
  form: {
    baseUrl: null,
    origins: [],
    addresses: [],
    modes: [{ name: "mock", fields: [] }],
    modeOf: () => "mock",
    needsChannelCertificates: () => false,
  },
  prepare: (part) => {
    const faults = mockFaults(part);
    return faults.length > 0 ? { kind: "invalid", faults } : { kind: "ready", open: openMock };
  },
};

function openMock(environment: ChannelEnvironment): Channel {
  return {
    name: "mock",
    methods: ["mock"],
    limits: { minAmount: 1, maxAmount: largestAmount },
    create: async (order) => createMock(order, startRun("create", environment)),
    query: async (order) => queryMock(order, startRun("query", environment)),
    close: async (order) => closeMock(order, startRun("close", environment)),
    refund: async (refund) => refundMock(refund, environment.clock.now(), startRun("refund", environment)),
    queryRefund: async (refund) =>
      queryMockRefund(refund, environment.clock.now(), startRun("refund_query", environment)),
    settleAbnormalRefund: async (order) =>
      settleMockRefund(order, environment.clock.now(), startRun("refund", environment)),
    fetchCertificates: async () => ok([], mockCall("certificates", startRun("certificates", environment))),
    check: async () => [{ subject: "mock", level: "well", detail: "no channel is behind it" }],
    billTypes: [],
    billReadyAt: { hour: 0, minute: 0 },
    fetchBill: async () => ok({ state: "empty" }, mockCall("bill", startRun("bill", environment))),
    readTradeBill: noBill,
    readFundFlow: noBill,
    readNotification: () => ({
      kind: "refused",
      reason: "malformed",
      reply: { status: 404, contentType: "text/plain", body: "mock sends no notifications" },
    }),
    dispose: async () => undefined,
  };
}

function noBill(): never {
  throw new Error("mock has no bills");
}

function mockFaults({ live, credentials }: AccountPart): readonly AccountFault[] {
  const parsed = z.strictObject({}).safeParse(credentials);
  const faults = parsed.success ? [] : faultsOf(parsed.error, ["credentials"]);
  return live ? [...faults, { field: "live", message: "is false for mock: no money moves there" }] : faults;
}
