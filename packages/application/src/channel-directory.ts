import {
  type AccountReading,
  type Channel,
  type ChannelEnvironment,
  parseAccount,
} from "@compose-pay/channels";
import {
  type ChannelAccountRow,
  type ChannelCertificateRow,
  type Database,
  findChannelAccount,
  findChannelCertificates,
} from "@compose-pay/database";
import type { Clock, SecretBox } from "@compose-pay/runtime";
import { openAccount } from "./stored-account.ts";

/** An account with its channel, ready to be called and to verify what comes from there. */
export interface OpenChannelAccount {
  readonly account: ChannelAccountRow;
  readonly channel: Channel;
}

/** The account is there and cannot be used: its credentials do not open or cannot be read. */
export class ChannelAccountUnusable extends Error {
  override readonly name = "ChannelAccountUnusable";
}

export interface ChannelDirectory {
  /**
   * @returns null when there is no such account
   * @throws ChannelAccountUnusable, or the database's error
   */
  find(accountId: string): Promise<OpenChannelAccount | null>;
  dispose(): Promise<void>;
}

/** After this a changed account is seen by every process. */
const freshMs = 5_000;

/** A channel that was replaced may still answer calls under way for so long. */
const retireMs = 60_000;

interface Entry {
  readonly open: OpenChannelAccount;
  readonly readAt: number;
}

export interface ChannelDirectoryDeps {
  readonly database: Pick<Database, "connection">;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  readonly environment?: Partial<ChannelEnvironment>;
}

/**
 * Keeps the channels of accounts open: keys are read once, connections stay. An account that was changed,
 * or got a certificate, is opened anew.
 */
export function createChannelDirectory(deps: ChannelDirectoryDeps): ChannelDirectory {
  const entries = new Map<string, Entry>();
  const looking = new Map<string, Promise<OpenChannelAccount | null>>();

  const look = async (accountId: string): Promise<OpenChannelAccount | null> => {
    const row = await findChannelAccount(deps.database.connection, accountId);
    if (row === null) return null;
    const known = entries.get(accountId)?.open;
    const isSame = known !== undefined && known.account.updatedAt.getTime() === row.updatedAt.getTime();
    const open = isSame ? known : await openAnew(deps, row);
    if (known !== undefined && !isSame) retire(known.channel);
    entries.set(accountId, { open, readAt: deps.clock.now().getTime() });
    return open;
  };

  return {
    find: async (accountId) => {
      const entry = entries.get(accountId);
      if (entry !== undefined && deps.clock.now().getTime() - entry.readAt < freshMs) return entry.open;
      const known = looking.get(accountId);
      if (known !== undefined) return known;
      const started = look(accountId).finally(() => looking.delete(accountId));
      looking.set(accountId, started);
      return started;
    },
    dispose: async () => {
      await Promise.all([...entries.values()].map(({ open }) => open.channel.dispose()));
      entries.clear();
    },
  };
}

/** The certificates are read after the row, so that one that comes in between is there at the next look. */
async function openAnew(deps: ChannelDirectoryDeps, row: ChannelAccountRow): Promise<OpenChannelAccount> {
  const certificates = await findChannelCertificates(deps.database.connection, row.id);
  return { account: row, channel: openChannel(deps, row, certificates) };
}

function openChannel(
  { secretBox, environment }: ChannelDirectoryDeps,
  row: ChannelAccountRow,
  certificates: readonly ChannelCertificateRow[],
): Channel {
  const reading = readAccount(secretBox, row);
  if (reading.kind === "account") return reading.account.open({ ...environment, certificates });
  const faults = reading.faults.map(({ field, message }) => `${field} ${message}`).join("; ");
  throw new ChannelAccountUnusable(`channel account ${row.id} cannot be used: ${faults}`);
}

function readAccount(secretBox: SecretBox, row: ChannelAccountRow): AccountReading {
  try {
    return parseAccount(openAccount(secretBox, row));
  } catch (cause) {
    throw new ChannelAccountUnusable(`the credentials of channel account ${row.id} do not open`, { cause });
  }
}

function retire(channel: Channel): void {
  setTimeout(() => void channel.dispose(), retireMs).unref();
}
