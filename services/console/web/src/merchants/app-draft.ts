import type { AppView } from "@compose-pay/contracts";

/** An app as it is being filled in. */
export interface AppDraft {
  readonly name: string;
  /** In calls; null while nothing is typed. */
  readonly rate: number | null;
  readonly burst: number | null;
}

export const newApp: AppDraft = { name: "", rate: 100, burst: 200 };

export function appDraft(app: AppView): AppDraft {
  return { name: app.name, rate: app.rate_limit_per_second, burst: app.rate_limit_burst };
}

interface AppFieldsInput {
  readonly name: string;
  readonly rate_limit_per_second: number;
  readonly rate_limit_burst: number;
}

/** Null while something is missing. */
export function appInput({ name, rate, burst }: AppDraft): AppFieldsInput | null {
  const typed = name.trim();
  return typed === "" || rate === null || burst === null
    ? null
    : { name: typed, rate_limit_per_second: rate, rate_limit_burst: burst };
}
