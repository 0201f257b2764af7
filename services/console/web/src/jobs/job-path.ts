/** Where a job's page is: a colon stands in no path of this page. */
export function jobPath(name: string): string {
  return `/jobs/${name.replace(":", "/")}`;
}

/** The name of the job whose page has this path. */
export function jobNameOf({ kind = "", subject }: Readonly<Record<string, string | undefined>>): string {
  return subject === undefined ? kind : `${kind}:${subject}`;
}

/** A job's kind and what it is about, which its name has together. */
export function partsOfJob(name: string): { readonly kind: string; readonly subject: string | null } {
  const [kind = name, subject] = name.split(":");
  return { kind, subject: subject ?? null };
}
