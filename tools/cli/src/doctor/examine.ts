import { describeFailure } from "../describe-failure.ts";
import type { Finding } from "./finding.ts";

/** A check that cannot be made is itself what was found. */
export async function examine(check: string, look: () => Promise<Omit<Finding, "check">>): Promise<Finding> {
  try {
    return { check, ...(await look()) };
  } catch (error) {
    const { code, message } = describeFailure(error);
    return { check, status: "broken", detail: message, measured: { code } };
  }
}
