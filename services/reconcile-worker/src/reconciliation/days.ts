import { dayAfter } from "@compose-pay/domain";

/** The days around a day whose bills or books may have what lies around its midnights, without itself. */
export function daysAround(day: string, reach: number): readonly string[] {
  return Array.from({ length: 2 * reach + 1 }, (_, index) => dayAfter(day, index - reach)).filter(
    (one) => one !== day,
  );
}
