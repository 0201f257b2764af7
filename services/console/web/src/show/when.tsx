import { useLanguage } from "../shell/words.ts";
import { useSession } from "../session/session-context.ts";

/** A moment in the operator's time zone, to the second; the exact one in UTC shows on hovering. */
export function When({ at }: { readonly at: string | null }) {
  const language = useLanguage();
  const { operator } = useSession();
  if (at === null) return <span aria-hidden="true">—</span>;
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    dateStyle: "short",
    timeStyle: "medium",
    timeZone: operator.time_zone,
  });
  return (
    <time dateTime={at} title={at} style={{ whiteSpace: "nowrap" }}>
      {format.format(new Date(at))}
    </time>
  );
}
