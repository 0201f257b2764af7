import { processCost } from "./process-cost.ts";

const everyMs = 100;

/** Looks at the memory of a process every 100 ms. @returns ends it: the most that was seen, and that the kernel has counted, in MiB */
export function watchPeak(pid: number): () => { readonly sampledMb: number; readonly ofLifeMb: number } {
  let sampledMb = 0;
  const look = () => {
    sampledMb = Math.max(sampledMb, processCost(pid)?.rssMb ?? 0);
  };
  const timer = setInterval(look, everyMs);
  return () => {
    clearInterval(timer);
    look();
    return { sampledMb, ofLifeMb: processCost(pid)?.peakRssMb ?? 0 };
  };
}
