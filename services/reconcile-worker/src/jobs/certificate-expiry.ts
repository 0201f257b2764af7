import { readSetting, requestCertificates } from "@compose-pay/application";
import { type Database, findExpiringCertificates } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import type { Alarms } from "../alarms/alarms.ts";
import type { JobWork } from "./job.ts";

const dayMs = 86_400_000;

/**
 * Warns of accounts whose last certificate of their channel expires soon, and has them fetched: a channel publishes the
 * next one long before, so that it lacks here because the download fails.
 */
export function warnOfCertificates({
  database,
  alarms,
}: {
  readonly database: Database;
  readonly alarms: Pick<Alarms, "raise">;
}): JobWork {
  return async ({ clock, say, signal }) => {
    const now = clock.now();
    const warnedDays = await readSetting(database.connection, "certificate_warning_days", {});
    const before = new Date(now.getTime() + warnedDays * dayMs);
    const expiring = await findExpiringCertificates(database.connection, before);
    say(`${expiring.length} accounts whose last certificate expires within ${warnedDays} days`);
    for (const { id, channel, name, expiresAt } of expiring) {
      signal.throwIfAborted();
      const days = Math.floor((expiresAt.getTime() - now.getTime()) / dayMs);
      const when = days < 0 ? `has expired on` : `expires in ${days} days, on`;
      const text = `The last ${channel} certificate of ${name} ${when} ${expiresAt.toISOString()}.`;
      const account = { id, channel };
      const request = { account, foundIn: "answer", serial: null, traceId: newId("job") } as const;
      const isAsked = (await requestCertificates({ database, clock }, request)) !== null;
      say(`${id}: ${text}${isAsked ? " The channel is asked for the next one." : ""}`);
      const howTo = `npm run cli -- account certificates ${id} shows them; the channel was asked for the next one.`;
      alarms.raise({ kind: "certificate_expiry", subject: id, text: `${text} ${howTo}` });
    }
  };
}
