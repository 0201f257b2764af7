import type { ZodOpenApiPathsObject } from "zod-openapi";
import { liveness, readiness } from "../api/health.ts";
import { headerReferences } from "./answer-headers.ts";
import { withoutKey } from "./operation-parts.ts";

const tags = ["Health"];
const headers = headerReferences("X-Request-Id");

export const healthPaths: ZodOpenApiPathsObject = {
  "/healthz": {
    get: {
      operationId: "getLiveness",
      summary: "Whether the process is alive",
      tags,
      ...withoutKey,
      responses: {
        "200": { description: "Alive.", headers, content: { "application/json": { schema: liveness } } },
      },
    },
  },
  "/readyz": {
    get: {
      operationId: "getReadiness",
      summary: "Whether the process can serve",
      tags,
      ...withoutKey,
      responses: {
        "200": {
          description: "It can serve, perhaps without one of its parts (`degraded`).",
          headers,
          content: { "application/json": { schema: readiness } },
        },
        "503": {
          description: "It cannot serve at present.",
          headers,
          content: { "application/json": { schema: readiness } },
        },
      },
    },
  },
};
