import type { LoadBillDeps } from "@compose-pay/application";
import type { Counter } from "@compose-pay/runtime";
import type { TimeOfDay } from "./bill-times.ts";
import type { RunWorkDeps } from "./run-work.ts";

/** What runs work with. */
export interface RunDeps extends RunWorkDeps, LoadBillDeps {
  /** Tells people, in the background. */
  readonly alarms: {
    raise(alarm: { readonly kind: string; readonly subject: string; readonly text: string }): void;
  };
  /** Counts bills that somebody has uploaded and that are not what the channel gives. */
  readonly billsOverruled: Pick<Counter<"type">, "inc">;
  /** From when on of the next day, in China, somebody is told of a bill that is not there. */
  readonly billLateAt: TimeOfDay;
}
