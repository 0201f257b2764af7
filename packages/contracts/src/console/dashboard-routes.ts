import type { ChannelName, OperationClass } from "@compose-pay/domain";
import { z } from "zod";
import { querySwitch } from "./console-input.ts";
import { answerOf, type ConsoleRoute } from "./console-route.ts";
import type { StuckView } from "./stuck-routes.ts";

/** What happened in a span of time. Money is in fen. */
export interface FiguresView {
  /** Attempts to pay that were sent to their channel. */
  readonly created: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly closed: number;
  /** Of the attempts that succeeded. */
  readonly amount: number;
  readonly refunds: number;
  readonly amount_refunded: number;
  /** What succeeded of what ended in the span, from 0 to 1; null where nothing ended. */
  readonly success_rate: number | null;
  /** Within so long 95 of 100 attempts had the channel's first answer, from their creation on; null without any. */
  readonly p95_ms: number | null;
  /** It took at least so long; how much longer is not known. */
  readonly p95_is_floor: boolean;
}

export interface ChannelFiguresView extends FiguresView {
  readonly channel: ChannelName;
}

export interface FigurePointView extends FiguresView {
  /** When the hour or the day of China begins. */
  readonly at: string;
  readonly channels: readonly ChannelFiguresView[];
}

/** An hour or a day for each point, none left out, the earliest first. */
export interface DashboardSeries {
  readonly range: DashboardRange;
  /** What was committed by then is in it; null while nothing was ever rolled up. */
  readonly figures_until: string | null;
  readonly points: readonly FigurePointView[];
}

export interface TodayView extends FiguresView {
  /** A day of China. */
  readonly day: string;
  readonly channels: readonly ChannelFiguresView[];
}

export interface WaitingView {
  /** 1000 at the most. */
  readonly count: number;
  /** Since when the first waits; null where there is none. */
  readonly since: string | null;
}

export interface QueueView {
  readonly queue: string;
  readonly kind: "work" | "wait" | "dead";
  /** Ready to be taken. */
  readonly messages: number;
  /** Who takes from it: where nobody does, messages wait for ever. */
  readonly consumers: number;
}

/** A circuit that does not let everything through as it likes. */
export interface NotClosedCircuitView {
  readonly account_id: string;
  readonly account: string;
  readonly channel: ChannelName;
  readonly operation_class: OperationClass;
  readonly state: "open" | "half_open" | "forced_open" | "forced_closed";
  readonly since: string;
  readonly reason: string;
}

/** Where webhooks fail. */
export interface FailingTargetView {
  readonly id: string;
  readonly app_id: string;
  /** Null for the own address of payments. */
  readonly endpoint_id: string | null;
  /** What can be shown of its address: a path may hold a merchant's secret. */
  readonly origin: string | null;
  readonly failures: number;
  readonly failing_since: string | null;
  readonly is_circuit_open: boolean;
}

/** Everything that shows whether it runs, at one moment. */
export interface DashboardSnapshot {
  readonly at: string;
  /** Whose payments its figures are of: real ones, or those of test keys. */
  readonly live: boolean;
  readonly today: TodayView;
  readonly last_24_hours: DashboardSeries;
  /** Null while the broker cannot be asked. */
  readonly queues: readonly QueueView[] | null;
  readonly outbox: WaitingView;
  /** What a process should have moved on, or that waits for a person; kinds that have none are left out. */
  readonly stuck: readonly StuckView[];
  /** Those that are not closed. While Redis cannot be asked, what operators ordered is shown alone. */
  readonly circuits: { readonly rows: readonly NotClosedCircuitView[]; readonly is_complete: boolean };
  readonly failing_targets: {
    /** The first of them. */
    readonly rows: readonly FailingTargetView[];
    /** 100 at the most. */
    readonly count: number;
  };
  /** Acts of operators that were cut off: nobody knows what became of them. */
  readonly unfinished_acts: WaitingView;
  /** Runs of the last 24 hours that did not do their work. */
  readonly failed_jobs: readonly {
    readonly job: string;
    readonly runs: number;
    readonly last_at: string;
  }[];
}

export type DashboardRange = "24h" | "30d";

/** Real payments, or those of test keys. Left out, it is real payments, unless of the last 30 days there are only those of test keys. */
const live = querySwitch.optional();

export const dashboardRoutes = {
  "dashboard.show": {
    kind: "read",
    access: "dashboard.read",
    input: z.strictObject({ live }),
    answer: answerOf<DashboardSnapshot>(),
  },
  /** By hour over 24 hours, or by day of China over 30 days; the present one is the last. */
  "dashboard.series": {
    kind: "read",
    access: "dashboard.read",
    input: z.strictObject({
      live: querySwitch.default(true),
      range: z.enum(["24h", "30d"], "must be 24h or 30d"),
    }),
    answer: answerOf<DashboardSeries>(),
  },
  /** A snapshot at once, and then one every few seconds, for as long as the session lives. */
  "dashboard.live": {
    kind: "events",
    access: "dashboard.read",
    input: z.strictObject({ live }),
    answer: answerOf<DashboardSnapshot>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;
