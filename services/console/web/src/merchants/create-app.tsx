import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ShownOnce } from "../show/shown-once.tsx";
import { appInput, newApp } from "./app-draft.ts";
import { AppFields } from "./app-fields.tsx";
import { merchantWords } from "./merchant-words.ts";

export function CreateApp({ merchantId }: { readonly merchantId: string }) {
  const words = useWords(merchantWords);
  const create = useAct("apps.create", ["apps.list"]);
  const [draft, setDraft] = useState(newApp);
  const [secret, setSecret] = useState<string | null>(null);
  const fields = appInput(draft);
  return (
    <>
      <ActButton
        title={words.createApp}
        question={words.createAppWhat}
        mutation={create}
        input={fields === null ? null : { ...fields, merchant_id: merchantId }}
        button={{ type: "primary" }}
        done={() => words.appCreated}
        onDone={(created) => {
          setDraft(newApp);
          setSecret(created.webhook_secret);
        }}
      >
        <AppFields draft={draft} onChange={setDraft} />
      </ActButton>
      <ShownOnce title={words.secret} secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}
