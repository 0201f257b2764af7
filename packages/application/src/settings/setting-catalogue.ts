/** What operators can change while everything runs (系统参数): whole numbers, all of which something reads. */
export interface SettingDefinition {
  readonly unit: "fen" | "days";
  readonly least: number;
  readonly most: number;
  /** Holds where no operator says otherwise: a number, or the variable of the environment that has it. */
  readonly standard: number | "APPROVAL_FROM_FEN";
  /** To raise it lets one person do what needed two: so two must raise it. */
  readonly isRaisedByTwo?: true;
}

export const settingCatalogue = {
  /** From this amount on a second person must agree; 0 is always. */
  approval_from_fen: {
    unit: "fen",
    least: 0,
    most: 10_000_000_000,
    standard: "APPROVAL_FROM_FEN",
    isRaisedByTwo: true,
  },
  /** Certificates of channels that expire within so many days are warned of. */
  certificate_warning_days: { unit: "days", least: 1, most: 365, standard: 30 },
} as const satisfies Readonly<Record<string, SettingDefinition>>;

export type SettingName = keyof typeof settingCatalogue;

/** What the environment of a process has to say for these settings always to have a value. */
export type EnvironmentOf<Name extends SettingName> = Readonly<
  Record<Extract<(typeof settingCatalogue)[Name]["standard"], string>, number>
>;

export const settingNames = Object.keys(settingCatalogue).filter(
  (name): name is SettingName => name in settingCatalogue,
);

/** Only names of the catalogue: nothing that every object has. */
export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingCatalogue, name);
}

/** Its unit and its limits. */
export function settingDefinition(name: SettingName): SettingDefinition {
  return settingCatalogue[name];
}

/** What holds where no operator says otherwise. */
export function standardOf<Name extends SettingName>(name: Name, environment: EnvironmentOf<Name>): number {
  const { standard } = settingDefinition(name);
  if (typeof standard === "number") return standard;
  const said: Readonly<Record<string, number>> = environment;
  const value = said[standard];
  if (value === undefined) throw new Error(`the environment has no ${standard}`);
  return value;
}

/** Whether a setting can have this value. */
export function isSettingValue(name: SettingName, value: unknown): value is number {
  const { least, most } = settingCatalogue[name];
  return typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most;
}
