import type { DiscrepancyView, ResolutionPreviewView } from "@compose-pay/contracts";
import { Flex, Input, Radio, Typography } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { useRead } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { discrepancyWords } from "./discrepancy-words.ts";
import { PreviewBox } from "./preview-box.tsx";
import { offeredResolutions, resolutionWords } from "./resolution-words.ts";

type Resolution = ResolutionPreviewView["resolution"];

/** Chooses a resolution, shows what it would do, and does it. */
export function ResolvePanel({ discrepancy: { id, type } }: { readonly discrepancy: DiscrepancyView }) {
  const words = useWords(discrepancyWords);
  const names = useWords(resolutionWords);
  const [resolution, setResolution] = useState<Resolution | null>(null);
  const preview = useRead(
    "discrepancies.preview",
    { id, resolution: resolution ?? "ignore" },
    { isOn: resolution !== null },
  );
  return (
    <section aria-label={words.resolve}>
      <Typography.Title level={3}>{words.resolve}</Typography.Title>
      <Flex vertical gap="middle">
        <Radio.Group
          aria-label={words.chooseResolution}
          value={resolution}
          onChange={({ target }) => setResolution(target.value as Resolution)}
          options={offeredResolutions.map((value) => ({ value, label: names[value] }))}
        />
        {resolution === null ? <p>{words.chooseResolution}</p> : null}
        {preview.isError ? (
          <ProblemAlert error={preview.error} onRetry={() => void preview.refetch()} />
        ) : null}
        {resolution === null || preview.data === undefined ? null : (
          <Decision id={id} type={type} preview={preview.data} />
        )}
      </Flex>
    </section>
  );
}

function Decision({
  id,
  type,
  preview,
}: {
  readonly id: string;
  readonly type: DiscrepancyView["type"];
  readonly preview: ResolutionPreviewView;
}) {
  const words = useWords(discrepancyWords);
  const names = useWords(resolutionWords);
  const [reason, setReason] = useState("");
  const mutation = useAct("discrepancies.resolve", [
    "discrepancies.show",
    "discrepancies.list",
    "discrepancies.preview",
    "runs.show",
    "reconciliation.calendar",
  ]);
  const { resolution } = preview;
  const isWhole = preview.allowed && reason.trim() !== "";
  return (
    <>
      <PreviewBox type={type} preview={preview} />
      <Input.TextArea
        aria-label={words.reason}
        placeholder={words.reason}
        value={reason}
        onChange={({ target }) => setReason(target.value.replaceAll("\n", " "))}
        maxLength={512}
        autoSize={{ minRows: 2 }}
        disabled={!preview.allowed}
      />
      <div>
        <ActButton
          title={words.resolve}
          question={
            <>
              <p>
                <strong>{names[resolution]}</strong>
              </p>
              <p>{preview.needs_approval === true ? words.waitQuestion : words.resolveQuestion}</p>
            </>
          }
          mutation={mutation}
          input={isWhole ? { id, resolution, reason } : null}
          done={(row: DiscrepancyView) => (row.state === "resolved" ? words.resolvedNow : words.waitsNow)}
          button={{ type: "primary", disabled: !isWhole, danger: resolution === "refund" }}
        />
      </div>
    </>
  );
}
