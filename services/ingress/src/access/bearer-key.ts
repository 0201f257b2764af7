const credentials = /^Bearer +(sk_(?:test|live)_[A-Za-z0-9_-]{16,128}) *$/i;

/** The API key of an `Authorization` header (RFC 6750, section 2.1), or null when it has none. */
export function bearerKey(authorization: string | undefined): string | null {
  return credentials.exec(authorization ?? "")?.[1] ?? null;
}
