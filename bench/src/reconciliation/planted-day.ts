import type { MatchClass } from "@compose-pay/domain";

/** A day of China on which everything is said twice: by the bill and by our books. */
export const plantedDay = "2026-11-22";
export const dayStartMs = Date.parse(`${plantedDay}T00:00:00+08:00`);
const dayMs = 86_400_000;

/** Of fifty differences. Lines without an entry are as many as entries without a line, so that both sides have as many. */
const ofFifty = {
  missing_here: 6,
  duplicate: 6,
  status_differs: 6,
  missing_there: 9,
  suspended: 9,
  amount_differs: 7,
  fee_differs: 7,
} as const satisfies Partial<Record<MatchClass, number>>;

export type PlantedClass = keyof typeof ofFifty;
// because the members are those of the object
export const plantedClasses = Object.keys(ofFifty) as readonly PlantedClass[];

export const plantedDifferences = 1_000;
const pattern = plantedClasses.flatMap((one) => Array.from({ length: ofFifty[one] }, () => one));
const rounds = plantedDifferences / pattern.length;

/** How many of a class are planted. */
export function plantedOf(one: PlantedClass): number {
  return ofFifty[one] * rounds;
}

/** One number as both sides should have it, and what is planted on it. Amounts in fen; the fee of a refund is negative. */
export interface PlantedNumber {
  readonly kind: "payment" | "refund";
  readonly outNo: string;
  readonly outTradeNo: string;
  readonly channelNo: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly fee: number;
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
  readonly planted: PlantedClass | null;
}

/** How many numbers there are on a day of so many lines, which has as many entries. */
export function numbersOf(lines: number): number {
  return lines - plantedOf("duplicate") + plantedOf("missing_there") + plantedOf("suspended");
}

/** One in fifty is a refund, of the payment before it. */
const refundEvery = 50;
const refundPlace = 7;

/**
 * The number at a place of the day, from 0, in the order in which they were made; all of it follows from the place.
 *
 * @param numbers how many there are
 */
export function plantedNumber(place: number, numbers: number): PlantedNumber {
  const planted = plantedAt(place, numbers);
  const isRefund = planted === null && place % refundEvery === refundPlace;
  const outTradeNo = idOf("att", isRefund ? place - 1 : place, numbers);
  const amount = 100 + ((place * 7_919) % 99_900);
  const fee = Math.round((amount * 6) / 1_000);
  const minute = planted === "suspended" ? dayStartMs + dayMs - 60_000 : momentOf(place, numbers);
  return {
    kind: isRefund ? "refund" : "payment",
    outNo: isRefund ? idOf("rfd", place, numbers) : outTradeNo,
    outTradeNo,
    channelNo: `4200002222${String(place).padStart(18, "0")}`,
    paymentId: idOf("pay", place, numbers),
    amount,
    fee: isRefund ? -fee : fee,
    occurredAt: planted === "missing_there" ? dayStartMs + dayMs / 2 : minute,
    planted,
  };
}

function plantedAt(place: number, numbers: number): PlantedClass | null {
  const stride = Math.floor(numbers / plantedDifferences);
  const turn = Math.floor(place / stride);
  if (place % stride !== stride >> 1 || turn >= plantedDifferences) return null;
  return pattern[turn % pattern.length] ?? null;
}

function momentOf(place: number, numbers: number): number {
  return dayStartMs + Math.floor((place * dayMs) / numbers);
}

/** As long as ours, and like them in the order of time. */
function idOf(prefix: string, place: number, numbers: number): string {
  const time = momentOf(place, numbers).toString(32).padStart(10, "0");
  return `${prefix}_${time}${place.toString(32).padStart(16, "0")}`;
}
