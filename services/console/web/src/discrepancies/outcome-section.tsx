import type { DiscrepancyOutcome, RejectedDecision } from "@compose-pay/contracts";
import { Table, Typography } from "antd";
import { useWords } from "../shell/words.ts";
import { Facts } from "../show/facts.tsx";
import { ForeignLine } from "../show/foreign-text.tsx";
import { ScrollSection } from "../show/scroll-section.tsx";
import { When } from "../show/when.tsx";
import { evidenceWords } from "./evidence-words.ts";
import { outcomeWords } from "./outcome-words.ts";
import { resolutionWords } from "./resolution-words.ts";
import { SaidValue } from "./said-value.tsx";

/** The effect with its numbers, and decisions that nobody agreed to. */
export function OutcomeSection({ outcome }: { readonly outcome: DiscrepancyOutcome }) {
  const words = useWords(outcomeWords);
  const names: Readonly<Record<string, string>> = useWords(evidenceWords);
  const { asked, rejections, done } = outcome;
  const facts = done.map(({ name, value }) => ({
    label: names[name] ?? name,
    value: <SaidValue name={name} value={value} />,
  }));
  return (
    <section aria-label={words.outcome}>
      <Typography.Title level={3}>{words.outcome}</Typography.Title>
      {asked === null ? null : (
        <p>
          {words.asked(asked.times)} <When at={asked.at} />
        </p>
      )}
      {facts.length === 0 ? null : <Facts facts={facts} />}
      {rejections.length === 0 ? null : <Rejections rejections={rejections} />}
    </section>
  );
}

function Rejections({ rejections }: Pick<DiscrepancyOutcome, "rejections">) {
  const words = useWords(outcomeWords);
  const resolutions: Readonly<Record<string, string>> = useWords(resolutionWords);
  const nameOf = (resolution: string | null) =>
    resolution === null ? "—" : (resolutions[resolution] ?? resolution);
  return (
    <>
      <Typography.Title level={4}>{words.rejections}</Typography.Title>
      <ScrollSection label={words.rejections}>
        <Table<RejectedDecision>
          dataSource={[...rejections]}
          rowKey="at"
          size="small"
          pagination={false}
          columns={[
            { title: words.rejectedAt, rowScope: "row", render: (_, { at }) => <When at={at} /> },
            { title: words.resolution, render: (_, { resolution }) => nameOf(resolution) },
            { title: words.decidedBy, render: (_, row) => <ForeignLine text={row.decided_by ?? "—"} /> },
            {
              title: words.decidedBecause,
              render: (_, row) => <ForeignLine text={row.decided_because ?? "—"} />,
            },
            { title: words.rejectedBy, render: (_, row) => <ForeignLine text={row.rejected_by} /> },
            { title: words.rejectedBecause, render: (_, row) => <ForeignLine text={row.rejected_because} /> },
          ]}
        />
      </ScrollSection>
    </>
  );
}
