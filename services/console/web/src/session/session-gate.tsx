import { Fragment, type ReactNode } from "react";
import { LoadingPage } from "../shell/note-pages.tsx";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { OutsidePage } from "./outside-page.tsx";
import { useSessionState } from "./session-cache.ts";
import { SessionContext } from "./session-context.ts";
import { SetUpPage } from "./set-up-page.tsx";
import { SignInPage } from "./sign-in-page.tsx";

/**
 * Lets in who is signed in and has set up what they must. The sign-in stands in the place of the page that was asked for,
 * so that its address stays, and it is there afterwards.
 */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { data: session, error, refetch } = useSessionState();
  if (session === undefined) {
    return error === null ? (
      <LoadingPage />
    ) : (
      <OutsidePage>
        <ProblemAlert error={error} onRetry={() => void refetch()} />
      </OutsidePage>
    );
  }
  if (session === null) return <SignInPage />;
  return (
    <SessionContext value={session}>
      <Fragment key={session.operator.id}>
        {session.set_up === null ? children : <SetUpPage step={session.set_up} />}
      </Fragment>
    </SessionContext>
  );
}
