import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "mysql",
  schema: "./packages/database/src/tables/index.ts",
  out: "./migrations",
});
