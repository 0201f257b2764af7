import type { ConsoleInput, DashboardSnapshot } from "@compose-pay/contracts";
import { useEffect, useState } from "react";
import { addressOf } from "../api/call.ts";
import { useRead } from "../api/use-read.ts";

/** `broken`: the stream is away, so that it is asked again and again. */
export type Liveness = "connecting" | "live" | "broken";

export interface ShownSnapshot {
  /** The newest there is; null before the first. */
  readonly snapshot: DashboardSnapshot | null;
  readonly liveness: Liveness;
  /** Why there is none, or none that is newer. */
  readonly error: unknown;
  readonly askAgain: () => void;
}

/** Something comes every few seconds, so that a stream that is silent for so long is none. */
const silentMs = 20_000;
const firstSilentMs = 6_000;
const pollEveryMs = 10_000;
const retryEveryMs = 30_000;
const lookEveryMs = 3_000;

/**
 * Whose payments: `true` of real ones, `false` of those of test keys, and undefined of whichever there are. The snapshot
 * says which it has become.
 */
export type ModeWish = boolean | undefined;

/** Follows the dashboard as it goes on, and asks for it now and then where the stream does not come. */
export function useSnapshot(live: ModeWish): ShownSnapshot {
  const { snapshot, liveness } = useStream(live);
  const isPolled = liveness === "broken";
  const polled = useRead("dashboard.show", askedFor(live), { isOn: isPolled, everyMs: pollEveryMs });
  return {
    snapshot: newestOf(snapshot, polled.data ?? null),
    liveness,
    error: isPolled && polled.isError ? polled.error : null,
    askAgain: () => void polled.refetch(),
  };
}

function newestOf(one: DashboardSnapshot | null, other: DashboardSnapshot | null): DashboardSnapshot | null {
  if (one === null || other === null) return one ?? other;
  return one.at < other.at ? other : one;
}

function askedFor(live: ModeWish): ConsoleInput<"dashboard.show"> {
  return live === undefined ? {} : { live: live ? "true" : "false" };
}

interface StreamState {
  readonly live: ModeWish;
  readonly snapshot: DashboardSnapshot | null;
  readonly liveness: Liveness;
}

/** Only while somebody looks: a page in the background takes no place. */
function useStream(live: ModeWish): Omit<StreamState, "live"> {
  const [state, setState] = useState<StreamState>({ live, snapshot: null, liveness: "connecting" });
  const isVisible = useIsVisible();
  useEffect(() => {
    if (!isVisible) return undefined;
    const tell = (liveness: Liveness, snapshot?: DashboardSnapshot) =>
      setState((before) => ({
        live,
        liveness,
        snapshot: snapshot ?? (before.live === live ? before.snapshot : null),
      }));
    tell("connecting");
    return openStream(live, {
      onSnapshot: (snapshot) => tell("live", snapshot),
      onBroken: () => tell("broken"),
    });
  }, [live, isVisible]);
  // What is left of the other mode is never shown as this one's.
  return state.live === live ? state : { snapshot: null, liveness: "connecting" };
}

/** @returns closes it */
function openStream(
  live: ModeWish,
  listener: { readonly onSnapshot: (snapshot: DashboardSnapshot) => void; readonly onBroken: () => void },
): () => void {
  const open = () => {
    const opened = new EventSource(addressOf("dashboard.live", askedFor(live)));
    opened.addEventListener("message", ({ data }: MessageEvent<string>) => {
      heardAtMs = performance.now();
      patienceMs = silentMs;
      // because each datum is one answer of the contract
      listener.onSnapshot(JSON.parse(data) as DashboardSnapshot);
    });
    opened.addEventListener("error", () => listener.onBroken());
    return opened;
  };
  let heardAtMs = performance.now();
  let patienceMs = firstSilentMs;
  let openedAtMs = performance.now();
  let source = open();
  const timer = setInterval(() => {
    const now = performance.now();
    if (now - heardAtMs < patienceMs) return;
    listener.onBroken();
    // One that was refused does not come again by itself.
    if (source.readyState !== EventSource.CLOSED || now - openedAtMs < retryEveryMs) return;
    openedAtMs = now;
    source = open();
  }, lookEveryMs);
  return () => {
    clearInterval(timer);
    source.close();
  };
}

function useIsVisible(): boolean {
  const [isVisible, setVisible] = useState(() => document.visibilityState === "visible");
  useEffect(() => {
    const look = () => setVisible(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return isVisible;
}
