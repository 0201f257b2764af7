import type { IncomingMessage } from "node:http";

/** RFC 6265bis, section 4.1.3.2: with this prefix it is of this very host, secure and for every path, or not taken. */
const name = "__Host-compose_pay_session";
const attributes = "Path=/; Secure; HttpOnly; SameSite=Strict";

export function sessionCookie(token: string, lifeMs: number): string {
  return `${name}=${token}; ${attributes}; Max-Age=${Math.floor(lifeMs / 1_000)}`;
}

export const endedSessionCookie = `${name}=; ${attributes}; Max-Age=0`;

/** @returns the token that the browser holds; null when it is none of ours */
export function readSessionCookie({ headers }: IncomingMessage): string | null {
  const pairs = (headers.cookie ?? "").split(";").map((pair) => pair.trim());
  const token = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return token !== undefined && /^[\w-]{43}$/.test(token) ? token : null;
}
