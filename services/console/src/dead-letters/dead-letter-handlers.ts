import {
  type deadLetterRoutes,
  type DeadLettersSettled,
  type DeadLetterView,
  deadLetterServices,
  mostListedDeadLetters,
} from "@compose-pay/contracts";
import { type DeadLetter, deadLetterQueue, type DeadLetterResult } from "@compose-pay/messaging";
import { done, type HandlersOf, type Outcome, refused } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import type { ConsoleDeps } from "../console-deps.ts";

/** Messages that no handler could do anything with. */
export function deadLetterHandlers({ messaging }: ConsoleDeps): HandlersOf<typeof deadLetterRoutes> {
  const { deadLetters } = messaging;
  // What is asked while there is no connection has done nothing; one that is lost on the way is told with what was done.
  const withBroker = async <Answer>(work: () => Promise<Outcome<Answer>>): Promise<Outcome<Answer>> =>
    messaging.isReady().publishing
      ? work()
      : refused("overloaded", "the message broker cannot be reached at present: nothing was done");
  return {
    "dead_letters.queues": () =>
      withBroker(async () => {
        const depths = await messaging.queueDepths();
        const rows = deadLetterServices.map((service) => ({
          service,
          depth: depths.get(deadLetterQueue(service)) ?? 0,
        }));
        return done({ rows, next: null });
      }),
    "dead_letters.list": ({ input: { service, after, limit } }) =>
      withBroker(async () => {
        const letters = (await deadLetters.list(service, mostListedDeadLetters)).toSorted(byAge);
        const place = after === undefined ? null : placeOf(after);
        const behind = place === null ? letters : letters.filter((letter) => byAge(place, letter) < 0);
        return done(pageOf(behind, limit, { nextOf: cursorOf, show: deadLetterView }));
      }),
    "dead_letters.replay": ({ input: { service, ids } }) =>
      withBroker(async () => settled(await deadLetters.replay(service, { ids }))),
    "dead_letters.drop": ({ input: { service, ids, reason } }) =>
      withBroker(async () => settled(await deadLetters.drop(service, { ids }, reason))),
  };
}

type Place = Pick<DeadLetter, "diedAt" | "id">;

/** The order of the pages: whatever has been settled meanwhile, a page begins behind the place where the last one ended. */
function byAge(one: Place, other: Place): number {
  const earlier = diedMs(one) - diedMs(other);
  return earlier === 0 ? compareTexts(one.id, other.id) : earlier;
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function diedMs({ diedAt }: Place): number {
  return diedAt === null ? 0 : Date.parse(diedAt);
}

function cursorOf(letter: Place): string {
  return `${diedMs(letter)}.${letter.id}`;
}

function placeOf(cursor: string): Place {
  const dot = cursor.indexOf(".");
  return { diedAt: new Date(Number(cursor.slice(0, dot))).toISOString(), id: cursor.slice(dot + 1) };
}

function settled(result: DeadLetterResult): Outcome<DeadLettersSettled> {
  const { done: settledIds, failed, missing, unknown, isBroken } = result;
  const answer = { done: settledIds, failed, missing, unknown, is_broken: isBroken };
  return done(answer, { after: answer, isUnknown: isBroken });
}

function deadLetterView(letter: DeadLetter): DeadLetterView {
  return {
    id: letter.id,
    queue: letter.queue,
    name: letter.name,
    version: letter.version,
    reason: letter.reason,
    trace_id: letter.traceId,
    tries: letter.tries,
    faults: letter.faults,
    first_seen: letter.firstSeen,
    died_at: letter.diedAt,
    body: letter.body,
  };
}
