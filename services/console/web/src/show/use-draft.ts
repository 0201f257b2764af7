import type { Versioned } from "@compose-pay/contracts";
import { useState } from "react";
import { isSame, rebased } from "./rebased.ts";

/** A form and what it was filled in from. */
export interface DraftOf<View, Draft> {
  readonly draft: Draft;
  readonly setDraft: (draft: Draft) => void;
  /** What it began with: of this the API is told the version, however new what is read meanwhile is. */
  readonly seen: View;
  /** Fields that keep what they show to themselves have it as their key, so that they begin anew with another one. */
  readonly version: string | null;
  /** What stands there now, when somebody has changed it since; null while it is what was seen. */
  readonly newer: { readonly view: View } | null;
  /** Begins anew, with what stands there now. */
  readonly begin: () => void;
  /** Takes what stands there now, and keeps what was typed. */
  readonly takeNewest: () => void;
}

/**
 * A form over something that others may change at the same time. Where nothing was typed, or just what stands there now,
 * it follows by itself.
 *
 * @param now what was read last; null while there is nothing yet
 */
export function useDraft<View extends Versioned | null, Draft extends object>(
  now: View,
  draftOf: (view: View) => Draft,
): DraftOf<View, Draft> {
  const [seen, setSeen] = useState<View>(now);
  const [draft, setDraft] = useState(() => draftOf(now));
  const isOld = versionOf(seen) !== versionOf(now);
  const take = (next: Draft) => {
    setSeen(now);
    setDraft(next);
  };
  const follows = isOld && (isSame(draft, draftOf(seen)) || isSame(draft, draftOf(now)));
  if (follows) take(draftOf(now));
  return {
    draft,
    setDraft,
    seen,
    version: versionOf(seen),
    newer: isOld && !follows ? { view: now } : null,
    begin: () => take(draftOf(now)),
    takeNewest: () => take(rebased(draft, draftOf(seen), draftOf(now))),
  };
}

function versionOf(view: Versioned | null): string | null {
  return view?.version ?? null;
}
