import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The page: `web/` becomes `dist/`, which the service serves. */
export default defineConfig({
  root: path.join(import.meta.dirname, "web"),
  plugins: [react()],
  build: {
    outDir: path.join(import.meta.dirname, "dist"),
    emptyOutDir: true,
    // What the service's policy forbids: data: fonts and scripts within the page.
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
});
