import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "happy-dom",
    // A link that is clicked, as for a download, leaves the page where it is.
    environmentOptions: {
      happyDOM: { settings: { navigation: { disableFallbackToSetURL: true } } },
    },
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    // All files share a process: one for each costs more than its tests do.
    pool: "threads",
    isolate: false,
    restoreMocks: true,
    fileParallelism: false,
    // Long enough for the slowest machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
