// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from "vitest/config";

// One file after another: each starts servers that transcribe, and time budgets hold only where they do not compete.
export default defineConfig({
  test: { include: ["test/**/*.test.ts"], fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 },
});
