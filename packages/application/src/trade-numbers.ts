import { type AttemptRow, type Connection, findTradeNoHolders } from "@compose-pay/database";
import type { AttemptFact } from "@compose-pay/domain";

/** Which attempt has a channel's number for a trade; such a number belongs to one attempt of its account. */
export interface TradeNumbers {
  /** The other attempt that has the number which the fact claims for this one, or null. */
  otherHolder(attempt: AttemptRow, fact: AttemptFact): string | null;
  /** The attempt has that number from now on, for the facts that are recorded with it. */
  take(attempt: AttemptRow, fact: AttemptFact): void;
}

/** A fact with the attempt that it is about, as it was before. */
interface Claimed {
  readonly attempt: AttemptRow | undefined;
  readonly fact: AttemptFact;
}

/**
 * Looks up who has the numbers that these facts claim: one query for all of them, and none where nothing new
 * is said to be paid. It sees what was committed before, and is no lock: it stands behind the signatures, so
 * that what one of them does not tell apart costs one order and not two.
 */
export async function findTradeNumbers(
  transaction: Connection,
  claims: readonly Claimed[],
): Promise<TradeNumbers> {
  const accountIds = new Set<string>();
  const tradeNos = new Set<string>();
  for (const { attempt, fact } of claims) {
    if (attempt === undefined || attempt.state === "succeeded" || fact.type !== "paid") continue;
    accountIds.add(attempt.channelAccountId);
    tradeNos.add(fact.channelTradeNo);
  }
  const wanted = { accountIds: [...accountIds], tradeNos: [...tradeNos] };
  const found = tradeNos.size === 0 ? [] : await findTradeNoHolders(transaction, wanted);
  const holders = new Map(found.map((holder) => [keyOf(holder, holder.channelTradeNo), holder.id]));
  return {
    otherHolder: (attempt, fact) => {
      const holder = fact.type === "paid" ? holders.get(keyOf(attempt, fact.channelTradeNo)) : undefined;
      return holder === undefined || holder === attempt.id ? null : holder;
    },
    take: (attempt, fact) => {
      if (fact.type === "paid") holders.set(keyOf(attempt, fact.channelTradeNo), attempt.id);
    },
  };
}

function keyOf(
  { channelAccountId }: Pick<AttemptRow, "channelAccountId">,
  channelTradeNo: string | null,
): string {
  return `${channelAccountId} ${channelTradeNo}`;
}
