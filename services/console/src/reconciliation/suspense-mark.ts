import type { SuspenseMark } from "@compose-pay/database";

/** Where the next page of what is suspended begins. */
export function writeSuspenseMark({ day, channelAccountId, outNo }: SuspenseMark): string {
  return `${day}.${channelAccountId}.${outNo}`;
}

/** @returns undefined for the first page, null for what no page has ended with */
export function readSuspenseMark(cursor: string | undefined): SuspenseMark | null | undefined {
  if (cursor === undefined) return undefined;
  const found = /^(\d{4}-\d\d-\d\d)\.([0-9a-z_]{1,32})\.([0-9a-z_]{1,32})$/.exec(cursor);
  if (found === null) return null;
  const [, day = "", channelAccountId = "", outNo = ""] = found;
  return { day, channelAccountId, outNo };
}
