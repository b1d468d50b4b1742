import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The kernels in WebAssembly, where their sources have changed.
    globalSetup: ['scripts/kernels.mjs'],
    // End-to-end tests start many processes each; two cores carry two files at a time.
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 120_000,
    reporters: ['default'],
    // On demand: `npm run coverage`. Threads and real processes are not counted.
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text-summary', 'html'], reportsDirectory: 'coverage' },
  },
});
