import { Button, Result } from "antd";
import { Component, type ReactNode } from "react";
import { shellWords } from "./shell-words.ts";
import { useWords } from "./words.ts";

interface Props {
  /** What failed is tried anew when this changes, such as the path. */
  readonly place: string;
  readonly children: ReactNode;
}

interface State {
  readonly failed: { readonly error: unknown; readonly place: string } | null;
}

/** Says that a page has failed, and with what, where nothing would be seen otherwise. React knows it as a class only. */
export class ErrorBoundary extends Component<Props, State> {
  static getDerivedStateFromError(error: unknown): Pick<State, "failed"> {
    return { failed: { error, place: "" } };
  }

  static getDerivedStateFromProps({ place }: Props, { failed }: State): State | null {
    if (failed === null) return null;
    if (failed.place === "") return { failed: { ...failed, place } };
    return failed.place === place ? null : { failed: null };
  }

  override state: State = { failed: null };

  override render(): ReactNode {
    const { failed } = this.state;
    return failed === null ? this.props.children : <BrokenPage error={failed.error} />;
  }
}

function BrokenPage({ error }: { readonly error: unknown }) {
  const words = useWords(shellWords);
  return (
    <div role="alert">
      <Result
        status="error"
        title={words.broken}
        subTitle={words.brokenWhy}
        extra={
          <Button type="primary" onClick={() => globalThis.location.reload()}>
            {words.reload}
          </Button>
        }
      >
        <code>{error instanceof Error ? `${error.name}: ${error.message}` : String(error)}</code>
      </Result>
    </div>
  );
}
