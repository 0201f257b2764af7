import { isDependencyFailure } from "@compose-pay/messaging";
import type { AuditFacts } from "./append-audit.ts";

/** How an act ended that has thrown. */
export interface ActFailure extends Pick<AuditFacts, "phase"> {
  readonly phase: "unknown" | "failed";
  /** Which error it was: its class and its code. Never its message, which may hold what was sent. */
  readonly details: { readonly error: string; readonly code: string | undefined };
}

/**
 * What the audit holds of an act that has thrown. Where something went away that the process stands on, it may have been
 * done all the same; what threw for another reason is taken for not done.
 */
export function auditOfFailure(error: unknown): ActFailure {
  const name = error instanceof Error ? error.name : typeof error;
  const details = { error: name, code: codeOf(error) };
  return { phase: isDependencyFailure(error) ? "unknown" : "failed", details };
}

/** Bounded, because a chain of causes can be circular. */
const deepestCause = 8;

/** The first code on the way to the cause, such as `ECONNRESET`. */
function codeOf(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; current instanceof Error && depth < deepestCause; depth += 1) {
    const fields: Error & { code?: unknown; fault?: unknown } = current;
    for (const code of [fields.code, fields.fault])
      if (typeof code === "string" && /^\w{1,64}$/.test(code)) return code;
    current = current.cause;
  }
  return undefined;
}
