import type { CurrentSession } from "./current-session.ts";

/** How long the second factor that was given holds for what moves money. */
const stepUpMs = 300_000;

/** @returns null when the second factor has to be given first */
export function steppedUpUntil({ session }: CurrentSession, now: Date): Date | null {
  if (session.steppedUpAt === null) return null;
  const until = new Date(session.steppedUpAt.getTime() + stepUpMs);
  return until > now ? until : null;
}
