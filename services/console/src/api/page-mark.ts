import type { PageMark } from "@compose-pay/database";
import { readMomentCursor, writeMomentCursor } from "./moment-cursor.ts";

/** Where the next page of a list by (created_at, id) begins. */
export function writePageMark({ createdAt, id }: PageMark): string {
  return writeMomentCursor({ at: createdAt, id });
}

/** @returns undefined for the first page, null for what no page has ended with */
export function readPageMark(cursor: string | undefined): PageMark | null | undefined {
  if (cursor === undefined) return undefined;
  const place = readMomentCursor(cursor);
  return place === null ? null : { createdAt: place.at, id: place.id };
}
