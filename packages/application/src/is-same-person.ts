/** A name in other letters is the same person. */
export function isSamePerson(one: string, other: string): boolean {
  return plainOf(one) === plainOf(other);
}

function plainOf(name: string): string {
  return name.normalize("NFKC").trim().toLowerCase();
}
