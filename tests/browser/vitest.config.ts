// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from "vitest/config";

// One installation and one browser for everything: the tests read calls and leave behind nothing that another reads.
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["src/global_setup.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
