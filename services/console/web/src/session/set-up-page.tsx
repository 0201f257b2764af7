import { Button, Typography } from "antd";
import { useTitle } from "../shell/use-title.ts";
import { useSignOut } from "./use-sign-out.tsx";
import { useWords } from "../shell/words.ts";
import { ChangePasswordForm } from "./change-password-form.tsx";
import { OutsidePage } from "./outside-page.tsx";
import { SecondFactorForm } from "./second-factor-form.tsx";
import { sessionWords } from "./session-words.ts";

/** What has to be done before anything else may be. */
export function SetUpPage({ step }: { readonly step: "password" | "second_factor" }) {
  const words = useWords(sessionWords);
  const { signOut, isPending } = useSignOut();
  const title = step === "password" ? words.changePassword : words.secondFactor;
  useTitle(title);
  return (
    <OutsidePage>
      <Typography.Title level={2} style={{ fontSize: 18, marginTop: 0 }}>
        {title}
      </Typography.Title>
      <p>{step === "password" ? words.mustChangePassword : words.mustEnrol}</p>
      {step === "password" ? <ChangePasswordForm /> : <SecondFactorForm />}
      <Button type="link" block loading={isPending} onClick={signOut}>
        {words.signOut}
      </Button>
    </OutsidePage>
  );
}
