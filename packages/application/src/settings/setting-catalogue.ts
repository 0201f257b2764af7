/** What operators can change while everything runs (系统参数): whole numbers, all of which something reads. */
export interface SettingDefinition {
  readonly unit: "fen" | "days";
  readonly least: number;
  readonly most: number;
  /** Holds where neither an operator nor the environment says otherwise. */
  readonly fallback: number;
  /** To raise it lets one person do what needed two: so two must raise it. */
  readonly isRaisedByTwo?: true;
}

export const settingCatalogue = {
  /** From this amount on a second person must agree; 0 is always. Its default is `APPROVAL_FROM_FEN`. */
  approval_from_fen: {
    unit: "fen",
    least: 0,
    most: 10_000_000_000,
    fallback: 100_000,
    isRaisedByTwo: true,
  },
  /** Certificates of channels that expire within so many days are warned of. */
  certificate_warning_days: { unit: "days", least: 1, most: 365, fallback: 30 },
} as const satisfies Readonly<Record<string, SettingDefinition>>;

export type SettingName = keyof typeof settingCatalogue;

export const settingNames = Object.keys(settingCatalogue).filter(
  (name): name is SettingName => name in settingCatalogue,
);

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingCatalogue, name);
}

export function settingDefinition(name: SettingName): SettingDefinition {
  return settingCatalogue[name];
}

/** Whether a setting can have this value. */
export function isSettingValue(name: SettingName, value: unknown): value is number {
  const { least, most } = settingCatalogue[name];
  return typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most;
}
