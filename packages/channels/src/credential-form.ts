import { z } from "zod";

/** `text` has lines, such as a key in PEM form; `texts` are several of them. */
export type CredentialInput = "line" | "text" | "texts" | "choice";

/** One credential as people fill it in. What it means says whoever shows it. */
export interface CredentialField {
  /** Its member of `credentials`. */
  readonly name: string;
  readonly isRequired: boolean;
  /** Nobody may read it again once it is stored. */
  readonly isSecret: boolean;
  readonly input: CredentialInput;
  /** Of a `choice`: what can be chosen. The first holds where nothing is. */
  readonly choices: readonly string[];
  /** Whose certificates it holds, where their end must be watched: the merchant's own, or the channel's. */
  readonly certificates: "own" | "channel" | null;
}

/** One way to give an account, such as by keys or by certificates. */
export interface CredentialMode {
  readonly name: string;
  readonly fields: readonly CredentialField[];
}

/** What an account of a channel asks for. */
export interface CredentialForm {
  /** The channel's own address; null for a channel that has none. */
  readonly baseUrl: string | null;
  /** Every origin of the channel's own, for real money and for none; what calls go to elsewhere is somebody else's. */
  readonly origins: readonly string[];
  /** Credentials that are addresses, too, to which calls can go. */
  readonly addresses: readonly string[];
  readonly modes: readonly CredentialMode[];
  /** The mode that stored credentials are of. */
  modeOf(credentials: Readonly<Record<string, unknown>>): string;
  /** Whether certificates prove the channel's answers, so that their end is the end of the account. */
  needsChannelCertificates(credentials: Readonly<Record<string, unknown>>): boolean;
}

/** What the schema does not say of a credential. */
export interface CredentialNature {
  readonly input: CredentialInput;
  readonly isSecret?: true;
  readonly choices?: readonly string[];
  readonly certificates?: "own" | "channel";
}

/**
 * The fields of a schema of credentials; one whose nature is not told does not compile. `derived` are those that follow
 * from the others, and are not asked for.
 */
export function credentialFieldsOf<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  natures: { readonly [Name in keyof Shape & string]: CredentialNature | "derived" },
): readonly CredentialField[] {
  const schemas: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  const written: Readonly<Record<string, CredentialNature | "derived">> = natures;
  return Object.entries(written).flatMap(([name, nature]) => {
    if (nature === "derived") return [];
    const { input, isSecret = false, choices = [], certificates = null } = nature;
    return [{ name, isRequired: !isOptional(schemas[name]), isSecret, input, choices, certificates }];
  });
}

/** A mode has what is always required, and besides what it needs and what it offers. */
export function credentialMode(
  name: string,
  fields: readonly CredentialField[],
  { needs = [], offers }: { readonly needs?: readonly string[]; readonly offers: readonly string[] },
): CredentialMode {
  return {
    name,
    fields: fields
      .filter((field) => field.isRequired || needs.includes(field.name) || offers.includes(field.name))
      .map((field) => ({ ...field, isRequired: field.isRequired || needs.includes(field.name) })),
  };
}

/** Whether a credential was given: neither left out nor empty. */
export function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : typeof value === "string" && value !== "";
}

function isOptional(schema: z.core.$ZodType | undefined): boolean {
  return schema !== undefined && z.core.safeParse(schema, undefined).success;
}
