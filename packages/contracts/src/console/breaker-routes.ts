import { type ChannelName, type OperationClass, operationClasses } from "@compose-pay/domain";
import { z } from "zod";
import { idOf, page, type Page, reason } from "./console-input.ts";
import { answerOf, type ConsoleRoute } from "./console-route.ts";

/** What an operator can say of a circuit; `auto` lets it decide by itself again. */
export type CircuitOrderMode = "open" | "closed" | "auto";

/** One circuit: an account's calls of one class. */
export interface CircuitView {
  readonly class: OperationClass;
  /** `unknown`: Redis is away, so that nobody can be asked. What an operator orders is known all the same. */
  readonly state: "closed" | "open" | "half_open" | "forced_open" | "forced_closed" | "unknown";
  readonly since: string | null;
  readonly reason: string | null;
  readonly ordered_by: string | null;
  /** When the order is over by itself. */
  readonly until: string | null;
}

export interface BreakerRow {
  readonly account_id: string;
  readonly name: string;
  readonly channel: ChannelName;
  readonly live: boolean;
  readonly enabled: boolean;
  /** In the order of the classes. */
  readonly circuits: readonly CircuitView[];
}

export interface CircuitOrderView {
  readonly id: string;
  readonly account_id: string;
  readonly class: OperationClass;
  readonly mode: CircuitOrderMode;
  readonly reason: string;
  readonly ordered_by: string;
  readonly until: string | null;
  readonly ordered_at: string;
}

/** An order that somebody has forgotten ends all the same. */
const longestMinutes = 24 * 60;
const minutesRule = `must be a whole number of minutes from 1 to ${longestMinutes}`;

const accountId = idOf("acc");
const classes = [...operationClasses, "all"] as const;
const place = {
  account_id: accountId,
  class: z.enum(classes, `must be one of ${classes.join(", ")}`),
  reason,
};

export const breakerRoutes = {
  "breakers.list": {
    kind: "read",
    access: "breakers.read",
    input: z.strictObject(page),
    answer: answerOf<Page<BreakerRow>>(),
  },
  /** All that operators ever said, newest first. */
  "breakers.orders": {
    kind: "read",
    access: "breakers.read",
    input: z.strictObject(page),
    answer: answerOf<Page<CircuitOrderView>>(),
  },
  /** Every process obeys within a few seconds. */
  "breakers.order": {
    kind: "act",
    access: "breakers.act",
    input: z.discriminatedUnion(
      "mode",
      [
        z.strictObject({
          ...place,
          mode: z.enum(["open", "closed"]),
          for_minutes: z.int(minutesRule).min(1, minutesRule).max(longestMinutes, minutesRule),
        }),
        z.strictObject({ ...place, mode: z.literal("auto") }),
      ],
      "must have a mode: open, closed or auto",
    ),
    subject: "account_id",
    answer: answerOf<{ readonly orders: readonly CircuitOrderView[] }>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;
