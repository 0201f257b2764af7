import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App as AntApp, ConfigProvider } from "antd";
import zhCN from "antd/locale/zh_CN";
import { BrowserRouter, Route, Routes } from "react-router";
import { StepUpProvider } from "../session/step-up.tsx";
import { areas } from "./areas.ts";

const queries = new QueryClient();

/** Everything around the areas. */
export function Root() {
  return (
    <ConfigProvider locale={zhCN}>
      <AntApp>
        <QueryClientProvider client={queries}>
          <BrowserRouter>
            <StepUpProvider>
              <Routes>
                {areas.map(({ path, Page }) => (
                  <Route key={path} path={`${path}/*`} element={<Page />} />
                ))}
              </Routes>
            </StepUpProvider>
          </BrowserRouter>
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
