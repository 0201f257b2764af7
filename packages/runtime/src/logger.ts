import { pino } from "pino";
import type { DestinationStream, Logger as PinoLogger } from "pino";
import { redact } from "./redact.ts";

export type LogFields = Readonly<Record<string, unknown>>;

export interface LogMethod {
  (fields: LogFields, message: string): void;
  (message: string): void;
}

/**
 * Writes events with fields: `logger.info({ payment_id, trace_id }, "payment created")`. The message is
 * stable, what varies is a field. Errors go into the field `error`.
 */
export interface Logger {
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
  readonly fatal: LogMethod;
  /** A logger whose events all have these fields too. */
  readonly child: (fields: LogFields) => Logger;
}

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

export interface LoggerOptions {
  readonly service: string;
  readonly level: LogLevel;
  /** Standard output when left out. */
  readonly destination?: DestinationStream;
}

/** A logger of JSON lines `{level, time, service, pid, …fields, msg}`; secrets are taken out of all fields. */
export function createLogger({ service, level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: redact },
  };
  return toLogger(destination === undefined ? pino(options) : pino(options, destination));
}

function toLogger(lines: PinoLogger): Logger {
  return {
    debug: lines.debug.bind(lines),
    info: lines.info.bind(lines),
    warn: lines.warn.bind(lines),
    error: lines.error.bind(lines),
    fatal: lines.fatal.bind(lines),
    // pino does not pass the fields of a child through its formatters.
    child: (fields) => childOf(() => lines.child(redact(fields))),
  };
}

/** Made when it is first written to: there is a child for each message and call, and most write nothing. */
function childOf(make: () => PinoLogger): Logger {
  let made: Logger | undefined;
  const child = (): Logger => (made ??= toLogger(make()));
  return {
    get debug() {
      return child().debug;
    },
    get info() {
      return child().info;
    },
    get warn() {
      return child().warn;
    },
    get error() {
      return child().error;
    },
    get fatal() {
      return child().fatal;
    },
    get child() {
      return child().child;
    },
  };
}
