import { useEffect } from "react";

/** Reads again and again for as long as something is under way. */
export function useRefreshWhile(isUnderWay: boolean, refetch: () => unknown, everyMs = 3_000): void {
  useEffect(() => {
    if (!isUnderWay) return undefined;
    const timer = setInterval(() => void refetch(), everyMs);
    return () => clearInterval(timer);
  }, [isUnderWay, refetch, everyMs]);
}
