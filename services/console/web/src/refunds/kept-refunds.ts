/** A refund that was sent and of which no answer says for certain what became of it. */
export interface KeptRefund {
  /** The request's id: sent once more, it is the same refund. */
  readonly id: string;
  /** In fen. */
  readonly amount: number;
  readonly reason: string;
  /** It was sent before and not answered, so that a later refusal says nothing of the first time. */
  readonly isUnanswered: boolean;
}

type Sent = Omit<KeptRefund, "isUnanswered">;

/** What of the browser's storage is needed; that of one tab outlives its reloads and not the tab. */
export type Keeping = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Of one payment, in the order in which they were sent first. */
export function keptRefunds(storage: Keeping, paymentId: string): readonly KeptRefund[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(keyOf(paymentId)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isKept) : [];
  } catch {
    return [];
  }
}

export function keepRefund(storage: Keeping, paymentId: string, { id, amount, reason }: Sent): void {
  const kept = keptRefunds(storage, paymentId);
  const isUnanswered = kept.some((one) => one.id === id);
  const others = kept.filter((one) => one.id !== id);
  write(storage, paymentId, [...others, { id, amount, reason, isUnanswered }]);
}

export function forgetRefund(storage: Keeping, paymentId: string, id: string): void {
  write(
    storage,
    paymentId,
    keptRefunds(storage, paymentId).filter((one) => one.id !== id),
  );
}

function write(storage: Keeping, paymentId: string, kept: readonly KeptRefund[]): void {
  if (kept.length === 0) storage.removeItem(keyOf(paymentId));
  else storage.setItem(keyOf(paymentId), JSON.stringify(kept));
}

function keyOf(paymentId: string): string {
  return `compose_pay.refunds.${paymentId}`;
}

function isKept(value: unknown): value is KeptRefund {
  if (typeof value !== "object" || value === null) return false;
  const fields: { id?: unknown; amount?: unknown; reason?: unknown; isUnanswered?: unknown } = value;
  return (
    typeof fields.id === "string" &&
    typeof fields.amount === "number" &&
    typeof fields.reason === "string" &&
    typeof fields.isUnanswered === "boolean"
  );
}
