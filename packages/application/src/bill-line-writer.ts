import { type BillLineRow, type Database, insertBillLines, wordBillLines } from "@compose-pay/database";

export interface BillLineWriter {
  /** Takes rows, and waits while too many are under way. @throws what a statement before has thrown */
  write(rows: readonly BillLineRow[]): Promise<void>;
  /** Writes what is left. @throws what a statement has thrown */
  finish(): Promise<void>;
  /** Resolves when no statement is under way any more, however they ended. */
  settle(): Promise<void>;
}

/** Fewer make more commits, more make the server no faster. */
const rowsInStatement = 5_000;
/** While one commits, the next is worded and read. */
const mostUnderWay = 2;

/** Writes lines by the thousand, each statement a transaction of its own, on connections of the pool. */
export function createBillLineWriter({ connection }: Pick<Database, "connection">): BillLineWriter {
  let worded: string[] = [];
  let waiting = 0;
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const send = (): void => {
    if (waiting === 0) return;
    const statement = insertBillLines(connection, worded)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underWay.delete(statement));
    underWay.add(statement);
    worded = [];
    waiting = 0;
  };
  const settle = async (): Promise<void> => {
    await Promise.all(underWay);
  };
  const failIfOneFailed = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  return {
    write: async (rows) => {
      if (rows.length > 0) worded.push(wordBillLines(rows));
      waiting += rows.length;
      if (waiting < rowsInStatement) return;
      while (underWay.size >= mostUnderWay) await Promise.race(underWay);
      failIfOneFailed();
      send();
    },
    finish: async () => {
      send();
      await settle();
      failIfOneFailed();
    },
    settle,
  };
}
