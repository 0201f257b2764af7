import { CheckCircleOutlined, DisconnectOutlined, LoadingOutlined } from "@ant-design/icons";
import { Flex, Segmented, Skeleton, Tag, Typography } from "antd";
import { useSearchParams } from "react-router";
import { useWords } from "../shell/words.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { When } from "../show/when.tsx";
import { AttentionTiles } from "./attention-tiles.tsx";
import { dashboardArea } from "./dashboard-area.ts";
import { dashboardWords } from "./dashboard-words.ts";
import { TodayFigures } from "./today-figures.tsx";
import { Trends } from "./trends.tsx";
import { type Liveness, type ModeWish, useSnapshot } from "./use-snapshot.ts";

/** How it goes, now: what needs a person, what was paid today, and how that compares. */
export function DashboardPage() {
  const words = useWords(dashboardWords);
  const title = useWords(dashboardArea.title);
  const [search, setSearch] = useSearchParams();
  const { snapshot, liveness, error, askAgain } = useSnapshot(wishOf(search.get("mode")));
  return (
    <>
      <Flex wrap gap="small" align="center" justify="space-between">
        <Typography.Title level={2}>{title}</Typography.Title>
        <Segmented
          aria-label={words.mode}
          value={snapshot?.live === false ? "test" : "live"}
          options={[
            { value: "live", label: words.real },
            { value: "test", label: words.test },
          ]}
          onChange={(mode) => setSearch({ mode }, { replace: true })}
        />
      </Flex>
      <Flex wrap gap="small" align="center">
        <LivenessTag liveness={liveness} />
        {snapshot === null ? null : (
          <Typography.Text type="secondary">
            {words.asOf} <When at={snapshot.at} />
          </Typography.Text>
        )}
      </Flex>
      {error === null ? null : <ProblemAlert error={error} onRetry={askAgain} />}
      {snapshot === null ? (
        error === null ? (
          <Skeleton active paragraph={{ rows: 8 }} />
        ) : null
      ) : (
        <>
          <AttentionTiles snapshot={snapshot} />
          <TodayFigures snapshot={snapshot} />
          <Trends live={snapshot.live} last24={snapshot.last_24_hours} />
        </>
      )}
    </>
  );
}

/** What an address says: nobody has chosen where it says nothing. */
function wishOf(mode: string | null): ModeWish {
  if (mode === "live") return true;
  return mode === "test" ? false : undefined;
}

const signs = {
  live: { Icon: CheckCircleOutlined, color: "success" },
  connecting: { Icon: LoadingOutlined, color: "default" },
  broken: { Icon: DisconnectOutlined, color: "warning" },
} as const;

function LivenessTag({ liveness }: { readonly liveness: Liveness }) {
  const words = useWords(dashboardWords);
  const { Icon, color } = signs[liveness];
  const text = { live: words.live, connecting: words.connecting, broken: words.notLive }[liveness];
  return (
    <span role="status">
      <Tag icon={<Icon aria-hidden />} color={color}>
        {text}
      </Tag>
    </span>
  );
}
