import { type Database, sealedIn, takeTotpStep } from "@compose-pay/database";
import type { SecretBox } from "@compose-pay/runtime";
import { Secret, TOTP } from "otpauth";

const issuer = "compose-pay";
/** RFC 6238 with what every authenticator app takes: SHA-1, 6 digits, 30 seconds. */
const shape = { algorithm: "SHA1", digits: 6, period: 30 } as const;
/** A code holds for one step more on each side, because clocks differ (section 5.2). */
const stepsAround = 1;
const secretBytes = 20;

export interface NewSecondFactor {
  /** In base32. */
  readonly secret: string;
  /** `otpauth://totp/…`, for a QR code. */
  readonly uri: string;
}

export function newSecondFactor(email: string): NewSecondFactor {
  const secret = new Secret({ size: secretBytes });
  return { secret: secret.base32, uri: new TOTP({ ...shape, issuer, label: email, secret }).toString() };
}

/** @returns the time step of a code that is right now; null when it is wrong */
export function stepOfCode(secretBase32: string, code: string, now: Date): number | null {
  const totp = new TOTP({ ...shape, secret: Secret.fromBase32(secretBase32) });
  const timestamp = now.getTime();
  const delta = totp.validate({ token: code, timestamp, window: stepsAround });
  return delta === null ? null : Math.floor(timestamp / (shape.period * 1_000)) + delta;
}

/** Takes a code of an operator's second factor; true once for each code. */
export async function takeCode(
  deps: { readonly database: Pick<Database, "connection">; readonly secretBox: SecretBox },
  operator: { readonly id: string; readonly totpSecret: string },
  { code, now }: { readonly code: string; readonly now: Date },
): Promise<boolean> {
  const secret = deps.secretBox.open(operator.totpSecret, sealedIn("operators.totp_secret", operator.id));
  const step = stepOfCode(secret, code, now);
  return step !== null && takeTotpStep(deps.database.connection, operator.id, step);
}
