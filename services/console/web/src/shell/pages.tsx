import { Suspense } from "react";
import { Navigate, Route, Routes, useLocation } from "react-router";
import { useSession } from "../session/session-context.ts";
import { sessionWords } from "../session/session-words.ts";
import type { Area } from "./area.ts";
import { areaAt, frontPathOf, mayOpen } from "./area-menu.ts";
import { areas } from "./areas.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { lazyPage } from "./lazy-page.ts";
import { LoadingPage, NothingPermittedPage, NotFoundPage, NotPermittedPage } from "./note-pages.tsx";
import { shellWords } from "./shell-words.ts";
import { useTitle } from "./use-title.ts";
import { useLanguage, useWords } from "./words.ts";

const OwnAccountPage = lazyPage(async () => (await import("../session/own-account-page.tsx")).OwnAccountPage);

/** Every page of somebody who is signed in, by its path. */
export function Pages() {
  const { pathname } = useLocation();
  useTitle(useTitleOf(pathname));
  return (
    <ErrorBoundary place={pathname}>
      <Suspense fallback={<LoadingPage />}>
        <Routes>
          <Route index element={<FrontPage />} />
          <Route path="/account" element={<OwnAccountPage />} />
          {areas.map((area) => (
            <Route key={area.path} path={`${area.path}/*`} element={<AreaPage area={area} />} />
          ))}
          <Route path="*" element={<NotFoundPage />} />
        </Routes>
      </Suspense>
    </ErrorBoundary>
  );
}

function FrontPage() {
  const { operator } = useSession();
  const path = frontPathOf(areas, operator.permissions);
  return path === null ? <NothingPermittedPage /> : <Navigate to={path} replace />;
}

function AreaPage({ area }: { readonly area: Area }) {
  const { operator } = useSession();
  if (!mayOpen(area, operator.permissions)) return <NotPermittedPage permissions={area.permissions} />;
  return <area.Page />;
}

function useTitleOf(pathname: string): string {
  const language = useLanguage();
  const { account } = useWords(sessionWords);
  const { notFound } = useWords(shellWords);
  if (pathname === "/") return "";
  if (pathname === "/account") return account;
  return areaAt(areas, pathname)?.title[language] ?? notFound;
}
