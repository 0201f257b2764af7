/** A name in other letters is the same person. */
export function isSamePerson(one: string, other: string): boolean {
  return plainNameOf(one) === plainNameOf(other);
}

/** As an e-mail address is stored. */
export function plainNameOf(name: string): string {
  return name.normalize("NFKC").trim().toLowerCase();
}
