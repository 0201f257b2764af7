import { randomBytes } from "node:crypto";
import type { Clock } from "../core/clock.ts";
import type { BillFile } from "./bill-files.ts";

const mostLinks = 10_000;

/** What a download address stands for. */
export type BillLink = {
  /** Who asked for it. */
  readonly account: string;
  readonly file: BillFile;
  /** When it ends, by the sandbox's clock. */
  readonly until: number;
};

/** Download addresses that are in force, by the token in them. They live in memory. */
export type BillLinks = {
  /** A fresh token. */
  open(account: string, file: BillFile, lifeMs: number): string;
  /** Null when there is no such token, or no longer. */
  find(token: string): BillLink | null;
};

export function createBillLinks(clock: Clock): BillLinks {
  const links = new Map<string, BillLink>();
  return {
    open(account, file, lifeMs) {
      const oldest = links.keys().next().value;
      if (links.size >= mostLinks && oldest !== undefined) links.delete(oldest);
      const token = randomBytes(32).toString("base64url");
      links.set(token, { account, file, until: clock.now() + lifeMs });
      return token;
    },
    find(token) {
      const link = links.get(token);
      return link !== undefined && clock.now() < link.until ? link : null;
    },
  };
}
