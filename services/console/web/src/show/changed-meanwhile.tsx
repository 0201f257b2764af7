import { Alert, Button } from "antd";
import { changedMembers } from "../audit/changed-members.ts";
import { useWords } from "../shell/words.ts";
import { ForeignLine } from "./foreign-text.tsx";
import { showWords } from "./show-words.ts";
import type { DraftOf } from "./use-draft.ts";

/** What is no news to anybody: it changes with everything else. */
const silent: ReadonlySet<string> = new Set(["version", "updated_at", "updated_by"]);

/** Says in a form that somebody has changed what it is about, and from what to what; what was typed can be kept. */
export function ChangedMeanwhile<View, Draft>({
  form,
  mutation,
}: {
  readonly form: DraftOf<View, Draft>;
  /** What was refused for it is forgotten when the newest is taken. */
  readonly mutation: { readonly reset: () => void };
}) {
  const words = useWords(showWords);
  if (form.newer === null) return null;
  const changes = changedMembers({ before: form.seen, after: form.newer.view }).filter(
    ({ name }) => !silent.has(name),
  );
  const take = () => {
    form.takeNewest();
    mutation.reset();
  };
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      style={{ marginBlock: 12 }}
      title={words.changedMeanwhile}
      description={
        <>
          <ul style={{ margin: 0, paddingInlineStart: 20, overflowWrap: "anywhere" }}>
            {changes.map(({ name, before, after }) => (
              <li key={name}>
                <code>{name}</code> <ForeignLine text={before ?? "–"} /> → <ForeignLine text={after ?? "–"} />
              </li>
            ))}
          </ul>
          <Button size="small" style={{ marginTop: 8 }} onClick={take}>
            {words.takeNewest}
          </Button>
        </>
      }
    />
  );
}
