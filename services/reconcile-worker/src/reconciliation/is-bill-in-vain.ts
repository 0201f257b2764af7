import type { BillFetching } from "@compose-pay/application";

/** Calls that went wrong before the channel counts as one that gives no bill. */
const callsInVain = 3;

export interface Asking {
  /** How often the bill was asked for, this time included. */
  readonly asked: number;
  /** Its time is over, in which channels give their bills. */
  readonly isLate: boolean;
}

/** Whether the channel cannot give its bill, or has not given it in its time, so that what a person brought is taken. */
export function isBillInVain({ kind }: Pick<BillFetching, "kind">, { asked, isLate }: Asking): boolean {
  switch (kind) {
    case "misconfigured":
      return true;
    case "not_ready":
      return isLate;
    case "unknown":
    case "throttled":
      return isLate && asked >= callsInVain;
    case "kept":
    case "known":
    case "empty":
    case "account_unknown":
      return false;
  }
}
