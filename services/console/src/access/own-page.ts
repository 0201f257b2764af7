import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { problem, type Refusal } from "@compose-pay/http";
import type { CurrentSession } from "./current-session.ts";

/**
 * Whether a request that changes something comes from a page of this very origin. Browsers say so in
 * `Sec-Fetch-Site` (Fetch Metadata), older ones in `Origin`; what says neither is no browser, and holds no cookie that
 * somebody could lend himself.
 *
 * @returns what to refuse it with; null when it may pass
 */
export function forgedRequest({ headers }: IncomingMessage): Refusal | null {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" ? null : forged();
  const { origin, host } = headers;
  if (origin === undefined) return null;
  return URL.canParse(origin) && new URL(origin).host === host ? null : forged();
}

/** The token that only a page which has read `session.show` can know. */
export function wrongCsrfToken({ headers }: IncomingMessage, { session }: CurrentSession): Refusal | null {
  const given = Buffer.from(String(headers["x-csrf-token"] ?? ""));
  const wanted = Buffer.from(session.csrfToken);
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? null : forged();
}

function forged(): Refusal {
  return problem("request_forged", "the request does not come from the console's own page; load it again");
}
