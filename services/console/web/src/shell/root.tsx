import { QueryClientProvider } from "@tanstack/react-query";
import { App } from "antd";
import { BrowserRouter } from "react-router";
import { SessionGate } from "../session/session-gate.tsx";
import { StepUpProvider } from "../session/step-up.tsx";
import { createQueries } from "./create-queries.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { LanguageProvider } from "./language-provider.tsx";
import { Layout } from "./layout.tsx";
import { Pages } from "./pages.tsx";

const queries = createQueries();

/** Everything around the areas. */
export function Root() {
  return (
    <LanguageProvider>
      <ErrorBoundary place="root">
        <App>
          <QueryClientProvider client={queries}>
            <BrowserRouter>
              <StepUpProvider>
                <SessionGate>
                  <Layout>
                    <Pages />
                  </Layout>
                </SessionGate>
              </StepUpProvider>
            </BrowserRouter>
          </QueryClientProvider>
        </App>
      </ErrorBoundary>
    </LanguageProvider>
  );
}
