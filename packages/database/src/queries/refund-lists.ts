import { type RefundState, refundStates } from "@compose-pay/domain";
import type { Connection } from "../connection.ts";
import { inArray } from "../drizzle.ts";
import {
  inOrderOf,
  type NewestFirst,
  type NewestFirstPage,
  readNewestIds,
} from "../statements/newest-first.ts";
import { refunds } from "../tables/index.ts";
import type { RefundRow } from "./refunds.ts";

/** Refunds of some states, at one channel account too, or of some apps and modes; no index has all of these. */
export interface RefundListFilter extends NewestFirstPage {
  readonly only:
    | { readonly states: readonly RefundState[]; readonly accountId?: string | undefined }
    /** Both modes when `live` is left out. */
    | { readonly appIds: readonly string[]; readonly live?: boolean | undefined };
}

/** All that there are. */
export const everyRefund = { states: refundStates } as const;

export function refundListReading(filter: RefundListFilter): NewestFirst {
  const { only } = filter;
  const of = { table: "refunds", page: filter };
  if ("states" in only && only.accountId !== undefined) {
    const { states, accountId } = only;
    const branches = states.map((state) => [accountId, state]);
    return { ...of, index: "refunds_account", columns: ["channel_account_id", "state"], branches };
  }
  if ("states" in only)
    return {
      ...of,
      index: "refunds_state",
      columns: ["state"],
      branches: only.states.map((state) => [state]),
    };
  const modes = only.live === undefined ? [true, false] : [only.live];
  const branches = only.appIds.flatMap((appId) => modes.map((mode) => [appId, mode]));
  return { ...of, index: "refunds_app_created", columns: ["app_id", "live"], branches };
}

/** Newest first, by (created_at, id), of every kind. Takes one connection at a time. */
export async function listRefundsNewestFirst(
  connection: Connection,
  filter: RefundListFilter,
): Promise<RefundRow[]> {
  const reading = refundListReading(filter);
  if (reading.branches.length === 0) return [];
  const ids = await readNewestIds(connection, reading);
  if (ids.length === 0) return [];
  const rows = await connection
    .select()
    .from(refunds, { forceIndex: "PRIMARY" })
    .where(inArray(refunds.id, [...ids]));
  return inOrderOf(ids, rows, ({ id }) => id);
}
