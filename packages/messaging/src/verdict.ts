/** What became of a message, in the eyes of its handler. */
export type Verdict =
  | { readonly kind: "done" }
  /** Not yet: again on the same queue after a step of the wait ladder that is not shorter. Never poison. */
  | { readonly kind: "retry"; readonly afterMs: number; readonly reason: string }
  /** Never: to the dead letters, for a person to look at. */
  | { readonly kind: "dead"; readonly reason: string };

export const done: Verdict = { kind: "done" };

export function retry(afterMs: number, reason: string): Verdict {
  return { kind: "retry", afterMs, reason };
}

export function dead(reason: string): Verdict {
  return { kind: "dead", reason };
}
