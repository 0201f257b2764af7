import { startRun } from "@compose-pay/application";
import { type Database, findChannelAccount } from "@compose-pay/database";
import { dayAfter, dayOfChina } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import type { JobWork } from "./job.ts";

/** Days back that are begun if nobody has: what was missed while nothing ran. */
const daysBack = 7;

/** Begins the reconciliation of an account's days that are over; the runs do the rest, at the time of the channel's bills. */
export function beginRuns({ database }: { readonly database: Database }): JobWork {
  return async ({ definition, clock, say, signal }) => {
    const accountId = definition.subject;
    if (accountId === null) throw new Error(`${definition.name} is for an account`);
    const account = await findChannelAccount(database.connection, accountId);
    if (account === null) throw new Error(`there is no account ${accountId}`);
    const today = dayOfChina(clock.now());
    const firstDay = dayOfChina(account.createdAt);
    for (let back = daysBack; back >= 1; back -= 1) {
      signal.throwIfAborted();
      const day = dayAfter(today, -back);
      if (day < firstDay) continue;
      const wanted = { accountId, day, isRepeat: false, trigger: "job", traceId: newId("job") } as const;
      const started = await startRun({ database, clock }, wanted);
      say("run" in started ? `${day}: ${started.run.id} ${started.kind}` : `${day}: ${started.kind}`);
    }
  };
}
