// Loaded into a process with --import: says at its end, in the file named by MPC_BENCH_USAGE, what it took.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(process.env.MPC_BENCH_USAGE, JSON.stringify({ rss: maxRSS * 1024, userMs: userCPUTime / 1000, systemMs: systemCPUTime / 1000, blockedMs: delay.max / 1e6 }));
});
