/** A JSON Schema (2020-12), as far as the documentation of one field needs it. */
export type FieldSchema = Readonly<Record<string, unknown>>;

interface Rendering {
  readonly jsonSchema: Record<string, unknown>;
}

/**
 * The `override` of a zod-openapi meta, for a schema whose generated form would mislead a reader: a
 * number that arrives as text, a pattern longer than the page. Description and examples stay.
 */
export function documentedAs(schema: FieldSchema): (rendering: Rendering) => void {
  return ({ jsonSchema }) => {
    for (const key of Object.keys(jsonSchema)) {
      if (key !== "description" && key !== "examples") delete jsonSchema[key];
    }
    Object.assign(jsonSchema, schema);
  };
}
