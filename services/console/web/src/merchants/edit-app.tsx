import type { AppView } from "@compose-pay/contracts";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ChangedMeanwhile } from "../show/changed-meanwhile.tsx";
import { useDraft } from "../show/use-draft.ts";
import { appDraft, appInput } from "./app-draft.ts";
import { AppFields } from "./app-fields.tsx";
import { merchantWords } from "./merchant-words.ts";

export function EditApp({ app }: { readonly app: AppView }) {
  const words = useWords(merchantWords);
  const update = useAct("apps.update", ["apps.show", "apps.list"]);
  const form = useDraft(app, appDraft);
  const fields = appInput(form.draft);
  return (
    <ActButton
      title={words.editApp}
      question={words.editAppWhat}
      mutation={update}
      input={fields === null ? null : { ...fields, id: app.id, expected_version: form.seen.version }}
      done={() => words.appEdited}
      onOpen={form.begin}
    >
      <ChangedMeanwhile form={form} mutation={update} />
      <AppFields key={form.version} draft={form.draft} onChange={form.setDraft} />
    </ActButton>
  );
}
