import { App } from "antd";
import { useNavigate } from "react-router";
import { useAct } from "../api/use-act.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { useKeepSession } from "./session-cache.ts";

/** Ends the session; who signs in next begins at the front. */
export function useSignOut(): { readonly signOut: () => void; readonly isPending: boolean } {
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const keepSession = useKeepSession();
  const ending = useAct("session.sign_out", []);
  const signOut = () =>
    ending.mutate(
      {},
      {
        onSuccess: () => {
          void navigate("/");
          keepSession(null);
        },
        onError: (error) => {
          modal.error({ content: <ProblemAlert error={error} /> });
        },
      },
    );
  return { signOut, isPending: ending.isPending };
}
