import { setTimeout as pause } from "node:timers/promises";
import { waitFor } from "@compose-pay/test-support";
import { type ApiAnswer, newOrderNo, paymentOf, problemOf } from "./merchant.ts";
import type { Stage } from "./stage.ts";

/** Merchants who go on ordering whatever happens, and repeat an order until it is taken. */
export interface SteadyLoad {
  /** Ids of the payments that were answered 2xx. */
  acknowledged(): readonly string[];
  /** Problem codes that were answered so far, and `no_answer` for connections that broke. */
  refusals(): readonly string[];
  /** How long the slowest answer took, in milliseconds. */
  slowestMs(): number;
  /** Waits until so many more answers of any kind have come: the measure of time under load. */
  untilAnswered(count: number): Promise<void>;
  /** Waits until every call that is under way now has its answer. */
  untilNoneWaits(): Promise<void>;
  /** Waits until so many more payments are acknowledged, or all that there will be. */
  untilAcknowledged(count: number): Promise<void>;
  /** Begins no new order, and waits until every order that was begun is taken. */
  stop(): Promise<void>;
}

/** How long a merchant repeats one order, and how long it waits in between. */
const patienceMs = 90_000;
const againAfterMs = 250;
const methods = ["wechat_native", "alipay_qr"] as const;

/** @param most orders in all; without end until it is stopped when left out */
export function startSteadyLoad(
  { merchant }: Pick<Stage, "merchant">,
  { perSecond, most = Infinity }: { readonly perSecond: number; readonly most?: number },
): SteadyLoad {
  const acknowledged: string[] = [];
  const refusals: string[] = [];
  const orders: Promise<void>[] = [];
  const stopping = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  let answers = 0;
  let slowestMs = 0;

  const ask = async (fields: Readonly<Record<string, string>>): Promise<boolean> => {
    const startedAt = performance.now();
    const wait = orders.length % 2 === 0 ? "wait=0" : "wait=1";
    const call = merchant.create(fields, { prefer: wait }).catch(() => null);
    underWay.add(call);
    const answer = await call;
    underWay.delete(call);
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    answers += 1;
    const outcome = outcomeOf(answer);
    if (outcome.isTaken) acknowledged.push(outcome.id);
    else refusals.push(outcome.code);
    return outcome.isTaken;
  };
  const order = async (): Promise<void> => {
    const fields = { order_no: newOrderNo(), method: methods[orders.length % 2] ?? "" };
    const deadline = performance.now() + patienceMs;
    while (!(await ask(fields))) {
      if (performance.now() > deadline)
        throw new Error(`${fields.order_no} was not taken in ${patienceMs} ms`);
      await pause(againAfterMs);
    }
  };
  const running = (async () => {
    while (!stopping.signal.aborted && orders.length < most) {
      orders.push(order());
      await pause(1_000 / perSecond);
    }
  })();

  return {
    acknowledged: () => acknowledged,
    refusals: () => refusals,
    slowestMs: () => slowestMs,
    untilAnswered: async (count) => {
      const goal = answers + count;
      await waitFor(() => answers >= goal, { deadlineMs: 60_000, what: `${count} more answers` });
    },
    untilNoneWaits: async () => void (await Promise.all(underWay)),
    untilAcknowledged: async (count) => {
      const goal = Math.min(acknowledged.length + count, most);
      const what = `${count} more acknowledged payments`;
      await waitFor(() => acknowledged.length >= goal, { deadlineMs: 60_000, what });
    },
    stop: async () => {
      stopping.abort();
      await running;
      await Promise.all(orders);
    },
  };
}

type Outcome =
  | { readonly isTaken: true; readonly id: string }
  | { readonly isTaken: false; readonly code: string };

function outcomeOf(answer: ApiAnswer | null): Outcome {
  if (answer === null) return { isTaken: false, code: "no_answer" };
  if (answer.status < 300) return { isTaken: true, id: paymentOf(answer).id };
  return { isTaken: false, code: problemOf(answer).code };
}
