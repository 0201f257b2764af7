import { isBarcode, type Method } from "@compose-pay/domain";

const secondMs = 1_000;

/** What the pace needs to know of a due attempt or refund. */
export interface Paced {
  readonly channelAccountId: string;
  readonly method: Method;
  readonly state: string;
  readonly closeRequested?: boolean;
}

/** Keeps a flood of due rows of one account from its channel, and from the rows of others. */
export interface QueryPace {
  /** Those of the due rows whose turn it is not, with until when they wait. */
  putOff<Row extends Paced>(due: readonly Row[], now: Date): ReadonlyMap<Row, Date>;
}

interface Account {
  /** How many may go now. */
  turns: number;
  atMs: number;
  /** When the last of those that were put off has its turn. */
  backlogEndMs: number;
}

/**
 * A token bucket for each channel account. What is over is put off to its own second, in the order in which
 * it was due, so that the backlog comes back at the pace at which it can go, and before what is due after it.
 * What was not sent yet is let through: its circuit bounds it.
 */
export function createQueryPace({ perSecond }: { readonly perSecond: number }): QueryPace {
  const accounts = new Map<string, Account>();
  return {
    putOff: <Row extends Paced>(due: readonly Row[], now: Date) => {
      const nowMs = now.getTime();
      forgetIdle(accounts, nowMs);
      const waits = new Map<Row, Date>();
      const asked = due.filter(({ state }) => state !== "created");
      for (const row of [...asked.filter(isUrgent), ...asked.filter((one) => !isUrgent(one))]) {
        const account = refilled(accounts, row.channelAccountId, { nowMs, perSecond });
        if (account.turns >= 1) account.turns -= 1;
        else waits.set(row, new Date(nextTurn(account, { nowMs, perSecond })));
      }
      return waits;
    },
  };
}

/** A customer stands at the till, or money may have moved and nobody knows. */
function isUrgent({ method, state, closeRequested = false }: Paced): boolean {
  return isBarcode(method) || state === "submitted" || closeRequested;
}

function refilled(
  accounts: Map<string, Account>,
  accountId: string,
  { nowMs, perSecond }: { readonly nowMs: number; readonly perSecond: number },
): Account {
  const account = accounts.get(accountId) ?? { turns: perSecond, atMs: nowMs, backlogEndMs: nowMs };
  accounts.set(accountId, account);
  const passedMs = Math.max(0, nowMs - account.atMs);
  account.turns = Math.min(perSecond, account.turns + (passedMs * perSecond) / secondMs);
  account.atMs = Math.max(account.atMs, nowMs);
  return account;
}

/** Whole seconds, so that those of one second are written together; never the one that runs. */
function nextTurn(
  account: Account,
  { nowMs, perSecond }: { readonly nowMs: number; readonly perSecond: number },
): number {
  account.backlogEndMs = Math.max(account.backlogEndMs, nowMs) + secondMs / perSecond;
  const wholeSeconds = (ms: number) => Math.floor(ms / secondMs) * secondMs;
  return Math.max(wholeSeconds(account.backlogEndMs), wholeSeconds(nowMs) + secondMs);
}

/** An account without a backlog whose turns are all back is like one that was never seen. */
function forgetIdle(accounts: Map<string, Account>, nowMs: number): void {
  for (const [id, { atMs, backlogEndMs }] of accounts) {
    if (backlogEndMs <= nowMs && nowMs - atMs >= secondMs) accounts.delete(id);
  }
}
