import { useSyncExternalStore } from "react";

/** Below it the menu has no place beside the content. */
const narrow = globalThis.matchMedia("(max-width: 991.98px)");

/** Whether the page is on a phone, or in a window as narrow. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      narrow.addEventListener("change", changed);
      return () => narrow.removeEventListener("change", changed);
    },
    () => narrow.matches,
  );
}
