import type {
  ChannelAccountRow,
  CircuitOrderRow,
  JobRunRow,
  OutboxRow,
  PaymentFigureRow,
} from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";

/** 23:30 in China: the day has one hour left. */
export const now = new Date("2026-03-01T15:30:00.000Z");
export const hourMs = 3_600_000;

export function before(ms: number): Date {
  return new Date(now.getTime() - ms);
}

export const accountRow = (id: string): ChannelAccountRow => ({
  id,
  channel: "wechat",
  live: true,
  name: "<b>main</b>",
  enabled: true,
  baseUrl: "",
  credentials: "sealed",
  secretsChangedAt: null,
  certificatesDueAt: null,
  certificatesAskedAt: null,
  createdAt: now,
  updatedAt: now,
});

export const figureRow = (iso: string, change: Partial<PaymentFigureRow> = {}): PaymentFigureRow => ({
  hour: new Date(iso),
  live: true,
  channel: "wechat",
  method: "wechat_native",
  created: 10,
  succeeded: 6,
  failed: 1,
  closed: 1,
  amount: 60_001,
  refunds: 1,
  amountRefunded: 100,
  within100: 95,
  within200: 0,
  within300: 0,
  within500: 0,
  within750: 5,
  within1000: 0,
  within1500: 0,
  within2000: 0,
  within3000: 0,
  within5000: 0,
  within10000: 0,
  beyond: 0,
  ...change,
});

export const discrepancyRow = (accountId: string) => ({
  id: newId("dsc"),
  type: "amount_differs" as const,
  state: "open" as const,
  channelAccountId: accountId,
  paymentId: null,
  attemptId: newId("att"),
  refundId: "",
  evidence: {},
  runId: null,
  day: "",
  amount: 5,
  traceId: "trace",
  foundAt: before(4 * 24 * hourMs),
});

export const circuitOrderRow = (channelAccountId: string): CircuitOrderRow => ({
  id: newId("cio"),
  channelAccountId,
  operationClass: "bill",
  mode: "closed",
  reason: "tried by hand",
  orderedBy: "lin",
  until: null,
  orderedAt: before(1_000),
});

export const jobRunRow = (change: Partial<JobRunRow>): JobRunRow => ({
  id: newId("jbr"),
  jobName: "statements",
  trigger: "schedule",
  fence: 1,
  owner: "test",
  scheduledFor: null,
  outcome: "failed",
  output: "",
  error: null,
  startedAt: now,
  endedAt: now,
  ...change,
});

/** Too young for a relay to take. */
export const outboxRow = (): OutboxRow => ({
  id: newId("msg"),
  queue: "notify.events",
  name: "event.created",
  version: 2,
  body: {},
  traceId: "trace",
  createdAt: new Date("2027-01-01T00:00:00.000Z"),
});
