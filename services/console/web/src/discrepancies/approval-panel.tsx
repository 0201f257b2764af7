import type { DiscrepancyView, ResolutionPreviewView } from "@compose-pay/contracts";
import { Alert, Flex, Input, Typography } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { useRead } from "../api/use-read.ts";
import { useMay, useSession } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { discrepancyWords } from "./discrepancy-words.ts";
import { PreviewBox } from "./preview-box.tsx";
import { resolutionWords } from "./resolution-words.ts";

const changed = ["discrepancies.show", "discrepancies.list", "runs.show", "reconciliation.calendar"] as const;

/** A decision that waits: a second person agrees to it or does not. */
export function ApprovalPanel({ discrepancy }: { readonly discrepancy: DiscrepancyView }) {
  const words = useWords(discrepancyWords);
  const names = useWords(resolutionWords);
  const { operator } = useSession();
  const mayApprove = useMay("reconciliation.approve");
  const { id, resolution, resolved_by: by, reason } = discrepancy;
  const isOwn = by === operator.email || by === operator.id;
  const decided = decidedResolution(resolution);
  const preview = useRead(
    "discrepancies.preview",
    { id, resolution: decided ?? "ignore" },
    { isOn: decided !== null },
  );
  return (
    <section aria-label={words.approval}>
      <Typography.Title level={3}>{words.approval}</Typography.Title>
      <Alert type="warning" showIcon title={isOwn ? words.ownDecision : words.approvalBy(by ?? "")} />
      <p>
        <strong>{resolution === null ? null : names[resolution]}</strong> {reason}
      </p>
      {preview.data === undefined ? null : <PreviewBox type={discrepancy.type} preview={preview.data} />}
      {mayApprove ? <Answers discrepancy={discrepancy} isOwn={isOwn} /> : null}
    </section>
  );
}

function decidedResolution(
  resolution: DiscrepancyView["resolution"],
): ResolutionPreviewView["resolution"] | null {
  return resolution === "by_itself" ? null : resolution;
}

function Answers({
  discrepancy: { id, decided_at: decidedAt },
  isOwn,
}: {
  readonly discrepancy: DiscrepancyView;
  readonly isOwn: boolean;
}) {
  const words = useWords(discrepancyWords);
  const [reason, setReason] = useState("");
  const approval = useAct("discrepancies.approve", changed);
  const rejection = useAct("discrepancies.reject", changed);
  return (
    <Flex gap="small" wrap style={{ marginBlock: 12 }}>
      {isOwn ? null : (
        <ActButton
          title={words.approve}
          question={words.approveQuestion}
          mutation={approval}
          input={decidedAt === null ? null : { id, decided_at: decidedAt }}
          done={() => words.approved}
          button={{ type: "primary" }}
        />
      )}
      <ActButton
        title={words.reject}
        question={words.rejectQuestion}
        mutation={rejection}
        input={reason.trim() === "" || decidedAt === null ? null : { id, reason, decided_at: decidedAt }}
        done={() => words.rejected}
        button={{ danger: true }}
      >
        <Input
          aria-label={words.reason}
          placeholder={words.reason}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          maxLength={512}
        />
      </ActButton>
    </Flex>
  );
}
