import { createTransport } from "nodemailer";
import type { AlarmWay } from "./alarms.ts";

export interface EmailWayOptions {
  /** `smtp://` or `smtps://`, with user and password where the server asks for them. */
  readonly smtpUrl: string;
  readonly from: string;
  /** Addresses, separated by commas. */
  readonly to: string;
  /** Of the whole sending. */
  readonly timeoutMs: number;
}

/** Sends alarms as plain e-mails, each over a connection of its own. */
export function createEmailWay({ smtpUrl, from, to, timeoutMs }: EmailWayOptions): AlarmWay {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    name: "email",
    send: async ({ kind, subject, text }, raisedAt) => {
      await within(
        timeoutMs,
        transport.sendMail({
          from,
          to,
          subject: `[compose-pay] ${kind} ${subject}`,
          text: `${text}\n\n${kind} ${subject}\n${raisedAt.toISOString()}\n`,
        }),
      );
    },
    close: () => transport.close(),
  };
}

async function within<Value>(timeoutMs: number, work: Promise<Value>): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no end within ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
