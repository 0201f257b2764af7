import { ArchiveError } from "@compose-pay/archive";
import { isDatabaseAway } from "@compose-pay/database";
import { TopologyMismatchError } from "@compose-pay/messaging";
import { DependencyError, SecretBoxError, SettingsError } from "@compose-pay/runtime";
import type { CommandFailure } from "./command-result.ts";
import { failed } from "./command-result.ts";

/** Unknown table or column: the same numbers on MySQL and MariaDB. */
const schemaErrnos: ReadonlySet<number> = new Set([1146, 1054]);
/** Access denied to the server or the database; unknown database. */
const accessErrnos: ReadonlySet<number> = new Set([1044, 1045, 1049, 1698]);

/**
 * One sentence for an error that stopped a command. Only the innermost message is taken: the ones around
 * it can hold a statement with its values.
 */
export function describeFailure(error: unknown): CommandFailure {
  if (error instanceof SettingsError) return failed("settings_wrong", error.message);
  if (error instanceof SecretBoxError) {
    return failed("secret_unreadable", `MASTER_KEY does not open what is sealed: ${error.message}`);
  }
  if (error instanceof ArchiveError) return failed(`archive_${error.fault}`, error.message);
  if (error instanceof TopologyMismatchError) return failed("queues_differ", error.message);
  const { message, errno } = innermost(error);
  if (error instanceof DependencyError) {
    const reason = message === error.message ? "" : `: ${message}`;
    return failed(`${error.dependency}_unavailable`, `${error.message}${reason}`);
  }
  if (errno !== undefined && schemaErrnos.has(errno)) {
    return failed("schema_outdated", `the database lacks tables, run npm run migrate first (${message})`);
  }
  if (errno !== undefined && accessErrnos.has(errno)) {
    return failed("database_refused", `the database refuses DATABASE_URL: ${message}`);
  }
  if (isDatabaseAway(error))
    return failed("database_unavailable", `the database does not answer: ${message}`);
  return failed("internal", message);
}

interface Innermost {
  readonly message: string;
  readonly errno: number | undefined;
}

/** A chain of causes can be circular. */
const deepestCause = 8;

function innermost(error: unknown, depth = 0): Innermost {
  if (!(error instanceof Error)) return { message: String(error), errno: undefined };
  // Node reports a refused connection to a name with several addresses as an AggregateError without a message.
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  if (inner instanceof Error && depth < deepestCause) return innermost(inner, depth + 1);
  const errno = "errno" in error && typeof error.errno === "number" ? error.errno : undefined;
  return { message: error.message, errno };
}
