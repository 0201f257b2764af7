import { type Database, type DeliveryTargetRow, findTargets } from "@compose-pay/database";

/** What this process knows of delivery targets: enough to send at once where all is well. */
export interface TargetStates {
  /** As the rows were a second ago at most, or as this process has written them since; null for one that has none. */
  of(ids: Iterable<string>): Promise<ReadonlyMap<string, DeliveryTargetRow | null>>;
  /** Without asking; undefined when it is not known or too old. */
  known(id: string): DeliveryTargetRow | null | undefined;
  put(row: DeliveryTargetRow): void;
}

export interface TargetStatesOptions {
  readonly database: Pick<Database, "connection">;
  readonly freshMs: number;
  /** Milliseconds that never go back. */
  readonly nowMs: () => number;
}

const mostEntries = 10_000;

export function createTargetStates({ database, freshMs, nowMs }: TargetStatesOptions): TargetStates {
  const entries = new Map<string, { readonly row: DeliveryTargetRow | null; readonly staleAtMs: number }>();
  const keep = (id: string, row: DeliveryTargetRow | null): void => {
    // Set anew, because a map keeps the place of a key that it has.
    entries.delete(id);
    entries.set(id, { row, staleAtMs: nowMs() + freshMs });
    for (const oldest of entries.keys()) {
      if (entries.size <= mostEntries) break;
      entries.delete(oldest);
    }
  };
  const known = (id: string): DeliveryTargetRow | null | undefined => {
    const entry = entries.get(id);
    return entry !== undefined && entry.staleAtMs > nowMs() ? entry.row : undefined;
  };
  return {
    known,
    put: (row) => keep(row.id, row),
    of: async (ids) => {
      const wanted = [...new Set(ids)];
      const unknown = wanted.filter((id) => known(id) === undefined);
      const found = new Map((await findTargets(database.connection, unknown)).map((row) => [row.id, row]));
      for (const id of unknown) keep(id, found.get(id) ?? null);
      return new Map(wanted.map((id) => [id, entries.get(id)?.row ?? found.get(id) ?? null]));
    },
  };
}
