const text = { type: "string" } as const;

/** The response headers of the API, as reusable components. */
export const headerComponents = {
  "X-Request-Id": {
    description:
      "The id of the request: the caller's own, or a new one. It is the trace id of all that follows.",
    schema: { type: "string", pattern: "^[A-Za-z0-9._-]{1,64}$" },
  },
  RateLimit: { description: "What is left of the app's limit, and when it is whole again.", schema: text },
  "RateLimit-Policy": { description: "The app's limit.", schema: text },
  "Retry-After": {
    description: "After how many seconds a new try makes sense.",
    schema: { type: "integer", minimum: 0 },
  },
  "Idempotent-Replayed": {
    description: "The object existed already; nothing new was made.",
    schema: { type: "string", const: "true" },
  },
  "Content-Digest": {
    description: "The SHA-256 of the bytes: `sha-256=:<base64>:` (RFC 9530).",
    schema: text,
  },
  "Content-Disposition": { description: "A name for the file.", schema: text },
} as const;

export type HeaderName = keyof typeof headerComponents;

export type HeaderReferences = Readonly<Record<string, { readonly $ref: string }>>;

/** The headers that every answer to a merchant has, and the named ones besides. */
export function merchantHeaders(...besides: readonly HeaderName[]): HeaderReferences {
  return headerReferences("X-Request-Id", "RateLimit", "RateLimit-Policy", ...besides);
}

export function headerReferences(...names: readonly HeaderName[]): HeaderReferences {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
