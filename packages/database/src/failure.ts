/** Duplicate entry for a unique key; the same number on MySQL and MariaDB. */
const duplicateErrno = 1062;
/** Deadlock found; lock wait timeout. The transaction is rolled back or can be, and may be tried again. */
const conflictErrnos: ReadonlySet<number> = new Set([1213, 1205]);
/** Too many connections, shutdown, read-only, killed, gone away: the server and not the statement. */
const serverErrnos: ReadonlySet<number> = new Set([
  1040, 1053, 1077, 1152, 1203, 1290, 1317, 1836, 1927, 2006, 2013, 3169,
]);
const connectionCodes = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|PROTOCOL_|ER_CON_COUNT)/;

export function isDuplicate(error: unknown): boolean {
  return causesOf(error).some((cause) => cause.errno === duplicateErrno);
}

export function isConflict(error: unknown): boolean {
  return causesOf(error).some((cause) => cause.errno !== undefined && conflictErrnos.has(cause.errno));
}

/** The database is away or ends the connection; the same work may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  return causesOf(error).some(
    (cause) =>
      (cause.errno !== undefined && serverErrnos.has(cause.errno)) ||
      (cause.code !== undefined && connectionCodes.test(cause.code)) ||
      // The driver's word for an error after which the connection is of no use.
      cause.isFatal ||
      cause.message === "Pool is closed." ||
      cause.message === "Queue limit reached.",
  );
}

interface Cause {
  readonly errno: number | undefined;
  readonly code: string | undefined;
  readonly isFatal: boolean;
  readonly message: string;
}

/** Bounded, because a chain of causes can be circular. */
const deepestCause = 8;

function causesOf(error: unknown): readonly Cause[] {
  const causes: Cause[] = [];
  let current = error;
  while (current instanceof Error && causes.length < deepestCause) {
    const fields: Error & { errno?: unknown; code?: unknown; fatal?: unknown } = current;
    causes.push({
      errno: typeof fields.errno === "number" ? fields.errno : undefined,
      code: typeof fields.code === "string" ? fields.code : undefined,
      isFatal: fields.fatal === true,
      message: current.message,
    });
    current = current.cause;
  }
  return causes;
}
