import { type ChannelAccount, type Connection, listChannelAccounts } from "@compose-pay/database";
import type { JobDefinition } from "./job-definition.ts";

/** What all jobs of a kind have in common. */
export interface JobKindDefinition extends Omit<JobDefinition, "name" | "subject" | "subjectName"> {
  /** Whether there is one for the whole installation, or one for each enabled channel account that is asked for bills. */
  readonly per: "installation" | "account";
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const timeZone = "Asia/Shanghai";

/**
 * Every kind of job there is. What a kind does is in reconcile-worker, under the same word; a kind for each account gets
 * its jobs as accounts come.
 */
export const jobKinds = [
  {
    kind: "bills-and-reconciliation",
    per: "account",
    purpose: "begins the reconciliation of yesterday, and of the days of the last week that have none",
    schedule: "5 9 * * *",
    timeZone,
    misfire: "run_once",
    overrunAfterMs: 5 * minute,
    retryWaitsMs: [minute, 10 * minute],
  },
  {
    kind: "statements",
    per: "installation",
    purpose: "builds the statements of days that are reconciled",
    schedule: "20 * * * *",
    timeZone,
    misfire: "skip",
    overrunAfterMs: 50 * minute,
    retryWaitsMs: [5 * minute],
  },
  {
    kind: "certificate-expiry",
    per: "installation",
    purpose:
      "warns of channel certificates that expire soon (certificate_warning_days), and has them fetched anew",
    schedule: "0 9 * * *",
    timeZone,
    misfire: "run_once",
    overrunAfterMs: 5 * minute,
    retryWaitsMs: [minute, 5 * minute],
  },
  {
    kind: "stuck-work",
    per: "installation",
    purpose: "tells of payments, refunds, webhooks and discrepancies that wait for longer than they should",
    schedule: "*/15 * * * *",
    timeZone,
    misfire: "skip",
    overrunAfterMs: 5 * minute,
    retryWaitsMs: [],
  },
  {
    kind: "purge-journals",
    per: "installation",
    purpose: "deletes journals, deliveries, job runs and bill lines that are older than they are kept",
    schedule: "30 3 * * *",
    timeZone,
    // The night is for it: what was missed waits for the next one.
    misfire: "skip",
    overrunAfterMs: 4 * hour,
    retryWaitsMs: [10 * minute],
  },
] as const satisfies readonly JobKindDefinition[];

export type JobKind = (typeof jobKinds)[number]["kind"];

/** Jobs that are there now. */
export async function listJobDefinitions(connection: Connection): Promise<readonly JobDefinition[]> {
  return definitionsOf(jobKinds, () => billedAccountsOf(connection));
}

/** @param accountsOf asked only when a kind needs them */
export async function definitionsOf(
  kinds: readonly JobKindDefinition[],
  accountsOf: () => Promise<readonly JobAccount[]>,
): Promise<readonly JobDefinition[]> {
  const accounts = kinds.some(({ per }) => per === "account") ? await accountsOf() : [];
  return kinds.flatMap(({ per, ...of }): readonly JobDefinition[] => {
    if (per === "installation") return [{ ...of, name: of.kind, subject: null, subjectName: null }];
    return accounts.map(({ id: subject, name: subjectName }) => {
      return { ...of, name: `${of.kind}:${subject}`, subject, subjectName };
    });
  });
}

const pageSize = 500;
/** Beyond this an installation is another product; the newest have their jobs. */
const mostAccounts = 5_000;

type JobAccount = Pick<ChannelAccount, "id" | "name">;

async function billedAccountsOf(connection: Connection): Promise<readonly JobAccount[]> {
  const found: JobAccount[] = [];
  let after: string | undefined;
  for (let seen = 0; seen < mostAccounts; seen += pageSize) {
    const page = await listChannelAccounts(connection, { after, limit: pageSize });
    found.push(...page.filter(({ enabled, channel }) => enabled && channel !== "mock"));
    after = page.at(-1)?.id;
    if (page.length < pageSize) break;
  }
  return found;
}
