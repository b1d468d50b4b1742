import { defineConfig } from 'vitest/config';

/** Rooms whose tests leave nothing behind in the process: their files share workers, which spares loading the same modules for each. */
const SHARED = ['circuit', 'crypto', 'language', 'linkage'].map((room) => `test/${room}/**/*.test.ts`);
const ALL = 'test/**/*.test.ts';

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'shared', include: SHARED, isolate: false } },
      { extends: true, test: { name: 'apart', include: [ALL], exclude: SHARED } },
    ],
    // The kernels in WebAssembly, where their sources have changed.
    globalSetup: ['scripts/kernels.mjs'],
    // End-to-end tests start many processes each; two cores carry two files at a time.
    maxWorkers: 2,
    // Tests read English, whatever the language of the machine.
    env: { LC_ALL: 'C.UTF-8' },
    testTimeout: 240_000,
    hookTimeout: 120_000,
    reporters: ['default'],
    // On demand: `npm run coverage`. Threads and real processes are not counted.
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text-summary', 'html'], reportsDirectory: 'coverage' },
  },
});
