import { defineConfig } from "vitest/config";

const everywhere = ["packages", "services", "sandbox", "tools", "examples", "tests", "bench"];
const outside = ["**/node_modules/**", "**/.local/**"];

/**
 * unit: pure, no server. servers: `*.server.test.ts` beside the code and the journeys, on the real
 * MySQL/MariaDB, RabbitMQ and Redis that `npm test` brings up. house: the plan of the repository.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: everywhere.map((room) => `${room}/**/*.test.ts`),
          exclude: [...outside, "**/*.server.test.ts", "tests/journeys/**", "tests/house.test.ts"],
          // A busy machine is no fault of the code.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "servers",
          include: [
            ...everywhere.map((room) => `${room}/**/*.server.test.ts`),
            "tests/journeys/**/*.test.ts",
          ],
          exclude: outside,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      { test: { name: "house", include: ["tests/house.test.ts"] } },
    ],
  },
});
