import { Descriptions, Typography } from "antd";
import { useWords } from "../shell/words.ts";
import { When } from "../show/when.tsx";
import { ChangePasswordForm } from "./change-password-form.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { OwnSessions } from "./own-sessions.tsx";
import { SecondFactorForm } from "./second-factor-form.tsx";
import { useSession } from "./session-context.ts";
import { sessionWords } from "./session-words.ts";
import { TimeZoneForm } from "./time-zone-form.tsx";

const formWidth = { maxWidth: 420 };

/** What operators see and change of themselves. */
export function OwnAccountPage() {
  const words = useWords(sessionWords);
  const { operator, has_second_factor: hasSecondFactor, expires_at: expiresAt } = useSession();
  return (
    <>
      <Typography.Title level={2}>{words.account}</Typography.Title>
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: "name", label: words.name, children: operator.name },
          { key: "email", label: words.email, children: operator.email },
          {
            key: "second_factor",
            label: words.secondFactor,
            children: hasSecondFactor ? words.hasSecondFactor : words.hasNoSecondFactor,
          },
          { key: "ends", label: words.sessionEnds, children: <When at={expiresAt} /> },
        ]}
      />
      <Typography.Title level={3}>{words.sessions}</Typography.Title>
      <OwnSessions />
      <Typography.Title level={3}>{words.language}</Typography.Title>
      <LanguageChoice />
      <Typography.Title level={3}>{words.timeZone}</Typography.Title>
      <div style={formWidth}>
        <TimeZoneForm />
      </div>
      <Typography.Title level={3}>{words.changePassword}</Typography.Title>
      <div style={formWidth}>
        <ChangePasswordForm />
      </div>
      <Typography.Title level={3}>{words.newSecondFactor}</Typography.Title>
      <div style={formWidth}>
        <SecondFactorForm />
      </div>
    </>
  );
}
