import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Choosing a day takes much code, on few pages. */
const pickers =
  /node_modules[\\/](@rc-component[\\/]picker|antd[\\/]es[\\/](date-picker|time-picker|calendar))[\\/]/;

/** The page: `web/` becomes `dist/`, which the service serves. */
export default defineConfig({
  root: path.join(import.meta.dirname, "web"),
  plugins: [react(), packed()],
  build: {
    outDir: path.join(import.meta.dirname, "dist"),
    emptyOutDir: true,
    // What the service's policy forbids: data: fonts and scripts within the page.
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "charts", test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 4 },
            {
              name: "react",
              test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack)[\\/]/,
              priority: 3,
            },
            // What the page begins with, apart from what changes with each release of ours.
            { name: "first", test: /node_modules[\\/]/, tags: ["$initial"], priority: 2 },
            // Tables and forms, which nearly every area has.
            {
              name: "tables",
              test: (id) => id.includes("node_modules") && !pickers.test(id),
              minShareCount: 2,
              priority: 1,
            },
            { name: "pickers", test: pickers, minShareCount: 2, priority: 0 },
          ],
        },
      },
    },
  },
});

/** Beside each text file its gzip, so that the service packs nothing while somebody waits. */
function packed(): Plugin {
  return {
    name: "packed",
    async writeBundle({ dir = "" }, bundle) {
      for (const name of Object.keys(bundle)) {
        if (!/^assets\/.*\.(js|css|svg)$/.test(name)) continue;
        const file = path.join(dir, name);
        await writeFile(`${file}.gz`, gzipSync(await readFile(file), { level: 9 }));
      }
    },
  };
}
