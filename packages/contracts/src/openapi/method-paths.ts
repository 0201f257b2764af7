import type { ZodOpenApiPathsObject } from "zod-openapi";
import { listOf } from "../api/list.ts";
import { methodOffer } from "../api/method-offer.ts";
import { success } from "./operation-parts.ts";
import { listExample, methodOfferExample } from "./examples.ts";
import { problemResponses } from "./problem-responses.ts";

export const methodPaths: ZodOpenApiPathsObject = {
  "/v1/methods": {
    get: {
      operationId: "listMethods",
      summary: "List the app's methods",
      description: "Every method that the app may use, on one page, each available or not now.",
      tags: ["Methods"],
      responses: {
        "200": success({
          description: "The app's methods.",
          schema: listOf(methodOffer, "MethodOfferList"),
          example: listExample(methodOfferExample),
        }),
        ...problemResponses(),
      },
    },
  },
};
