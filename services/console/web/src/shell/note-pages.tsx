import type { Permission } from "@compose-pay/contracts";
import { Result, Spin } from "antd";
import { Link } from "react-router";
import { shellWords } from "./shell-words.ts";
import { useWords } from "./words.ts";

/** Pages that only say something. */

export function NotFoundPage() {
  const words = useWords(shellWords);
  return (
    <Result
      status="info"
      title={<h2>{words.notFound}</h2>}
      subTitle={words.notFoundWhy}
      extra={<Link to="/">{words.toFront}</Link>}
    />
  );
}

export function NotPermittedPage({ permissions }: { readonly permissions: readonly Permission[] }) {
  const words = useWords(shellWords);
  return (
    <Result
      status="warning"
      title={<h2>{words.notPermitted}</h2>}
      subTitle={words.notPermittedWhy(permissions.join(", "))}
      extra={<Link to="/">{words.toFront}</Link>}
    />
  );
}

export function NothingPermittedPage() {
  const words = useWords(shellWords);
  return (
    <Result status="info" title={<h2>{words.nothingPermitted}</h2>} subTitle={words.nothingPermittedWhy} />
  );
}

export function LoadingPage() {
  const words = useWords(shellWords);
  return (
    <div role="status" aria-label={words.loading} style={{ padding: 64, textAlign: "center" }}>
      <Spin size="large" />
    </div>
  );
}
