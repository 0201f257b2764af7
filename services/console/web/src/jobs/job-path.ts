/** Where a job's page is: a colon stands in no path of this page. */
export function jobPath(name: string): string {
  return `/jobs/${name.replace(":", "/")}`;
}

/** The name of the job whose page has this path. */
export function jobNameOf({ kind = "", subject }: Readonly<Record<string, string | undefined>>): string {
  return subject === undefined ? kind : `${kind}:${subject}`;
}
