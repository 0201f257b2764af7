import type { Clock, Logger, Metrics } from "@compose-pay/runtime";

/** What a person should know of now. */
export interface Alarm {
  /** One word for what it is, such as `job_failed`. */
  readonly kind: string;
  /** What it is about: a job's name, an account's id. */
  readonly subject: string;
  /** Sentences for people, without a secret. */
  readonly text: string;
}

export interface Alarms {
  /** Sends it in the background. What cannot be sent is logged and counted, and is nobody else's trouble. */
  raise(alarm: Alarm): void;
  /** Waits for what is being sent. */
  stop(): Promise<void>;
}

/** One way by which alarms reach people. */
export interface AlarmWay {
  readonly name: "webhook" | "email";
  /** In bounded time; rejects when it was not taken. */
  send(alarm: Alarm, raisedAt: Date): Promise<void>;
  close(): void;
}

/** The same alarm, by kind and subject, is sent once in this time by each process. */
const onceInMs = 3_600_000;
const mostUnderWay = 50;
const longestText = 4_000;

export function createAlarms({
  ways,
  clock,
  logger,
  metrics,
}: {
  readonly ways: readonly AlarmWay[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}): Alarms {
  const sent = metrics.counter({
    name: "compose_pay_alarms_total",
    help: "Alarms by the way they went and whether it took them: sent, failed.",
    labels: ["way", "outcome"],
  });
  const raised = new Map<string, number>();
  const underWay = new Set<Promise<void>>();

  const sendBy = async (way: AlarmWay, alarm: Alarm, raisedAt: Date): Promise<boolean> => {
    try {
      await way.send(alarm, raisedAt);
      sent.inc({ way: way.name, outcome: "sent" });
      return true;
    } catch (error) {
      sent.inc({ way: way.name, outcome: "failed" });
      logger.error(
        { error, way: way.name, kind: alarm.kind, subject: alarm.subject },
        "an alarm was not sent",
      );
      return false;
    }
  };
  const sendByAll = async (key: string, alarm: Alarm, raisedAt: Date): Promise<void> => {
    const taken = await Promise.all(ways.map((way) => sendBy(way, alarm, raisedAt)));
    // Nobody has heard of it: the next of its kind is not one too many.
    if (ways.length > 0 && !taken.includes(true)) raised.delete(key);
  };
  return {
    raise: (given) => {
      const alarm = { ...given, text: given.text.slice(0, longestText) };
      const raisedAt = clock.now();
      const key = `${alarm.kind} ${alarm.subject}`;
      forgetOld(raised, raisedAt.getTime());
      if (raised.has(key)) return;
      raised.set(key, raisedAt.getTime());
      logger.warn({ kind: alarm.kind, subject: alarm.subject, text: alarm.text }, "an alarm was raised");
      if (underWay.size >= mostUnderWay) {
        for (const { name } of ways) sent.inc({ way: name, outcome: "failed" });
        logger.error({ kind: alarm.kind, subject: alarm.subject }, "an alarm was not sent: too many at once");
        return;
      }
      const sending = sendByAll(key, alarm, raisedAt).finally(() => underWay.delete(sending));
      underWay.add(sending);
    },
    stop: async () => {
      await Promise.all(underWay);
      for (const way of ways) way.close();
    },
  };
}

/** Also what a clock that was ahead has left, which would hold for as long as that. */
function forgetOld(raised: Map<string, number>, nowMs: number): void {
  for (const [key, atMs] of raised) if (Math.abs(nowMs - atMs) >= onceInMs) raised.delete(key);
}
