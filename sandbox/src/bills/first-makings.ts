import { z } from "zod";
import type { Clock } from "../core/clock.ts";
import type { Documents } from "../core/documents.ts";
import type { BillKey } from "./bills.ts";

const prefix = "bills/made/";
const saved = z.object({ name: z.string(), madeAt: z.int() });

/** When the bill of a day was first made, by the sandbox's clock. It survives a restart. */
export type FirstMakings = {
  find(key: BillKey): number | null;
  /** The first time counts. */
  keep(key: BillKey, madeAt: number): void;
};

/** A clock that goes back before a making undoes it: to this clock it has not happened. */
export function openFirstMakings(documents: Documents, clock: Clock): FirstMakings {
  clock.onMove(() => {
    const now = clock.now();
    for (const { name, madeAt } of documents.list(prefix, saved)) if (madeAt > now) documents.remove(name);
  });
  const find = (key: BillKey) => documents.find(nameOf(key), saved)?.madeAt ?? null;
  return {
    find,
    keep(key, madeAt) {
      const name = nameOf(key);
      if (find(key) === null) documents.save(name, { name, madeAt });
    },
  };
}

function nameOf({ channel, account, day }: BillKey): string {
  return `${prefix}${channel}/${account}/${day.text}`;
}
