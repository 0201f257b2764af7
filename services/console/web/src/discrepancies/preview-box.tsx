import type { DiscrepancyView, ResolutionPreviewView } from "@compose-pay/contracts";
import { Alert } from "antd";
import { useLanguage, useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { adviceWords } from "./advice-words.ts";
import { discrepancyWords } from "./discrepancy-words.ts";
import { refusalWords } from "./resolution-words.ts";

interface Previewed {
  readonly type: DiscrepancyView["type"];
  readonly preview: ResolutionPreviewView;
}

/** What a resolution would do as things stand now, or why it is refused. */
export function PreviewBox({ type, preview }: Previewed) {
  const words = useWords(discrepancyWords);
  const refusals = useWords(refusalWords);
  if (preview.refusal !== null) {
    return <Alert type="error" showIcon title={words.whyNot} description={refusals[preview.refusal]} />;
  }
  return (
    <Alert
      type={preview.needs_approval === true ? "warning" : "info"}
      showIcon
      title={preview.needs_approval === true ? words.needsSecond : words.whatHappens}
      description={<Effects type={type} preview={preview} />}
    />
  );
}

function Effects({ type, preview: { resolution, effects, does, left_to_do } }: Previewed) {
  const words = useWords(discrepancyWords);
  const advice = useWords(adviceWords);
  const isEnglish = useLanguage() === "en";
  const known =
    resolution === "accept_channel" || resolution === "accept_local" ? advice[resolution][type] : undefined;
  return (
    <>
      {effects.length === 0 ? <p>{words.effect.none}</p> : null}
      {effects.map((effect) => (
        <p key={effect.type}>
          {words.effect[effect.type]} {"amount" in effect ? <Amount fen={effect.amount} /> : null}
          {"fee" in effect ? <Amount fen={effect.fee} /> : null}
        </p>
      ))}
      {isEnglish ? <p>{does}</p> : null}
      {left_to_do === null ? null : (
        <p>
          <strong>{words.leftToDo}</strong> {known ?? left_to_do}
        </p>
      )}
    </>
  );
}
