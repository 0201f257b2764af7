import { UserOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useNavigate } from "react-router";
import { useSession } from "../session/session-context.ts";
import { sessionWords } from "../session/session-words.ts";
import { useSignOut } from "../session/use-sign-out.tsx";
import { shellWords } from "./shell-words.ts";
import { useIsNarrow } from "./use-is-narrow.ts";
import { useWords } from "./words.ts";

/** Who is signed in; the way to their account and out. */
export function AccountMenu() {
  const words = useWords(sessionWords);
  const { accountMenu } = useWords(shellWords);
  const { operator } = useSession();
  const isNarrow = useIsNarrow();
  const navigate = useNavigate();
  const { signOut, isPending } = useSignOut();
  const items = [
    { key: "account", label: words.account, onClick: () => void navigate("/account") },
    { key: "sign-out", label: words.signOut, onClick: signOut },
  ];
  return (
    <Dropdown menu={{ items }} trigger={["click"]}>
      <Button type="text" icon={<UserOutlined />} loading={isPending} aria-label={accountMenu(operator.name)}>
        {isNarrow ? null : operator.name}
      </Button>
    </Dropdown>
  );
}
