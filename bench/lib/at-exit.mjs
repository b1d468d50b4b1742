// Loaded into a process with --import. At its end, it writes what the process took into the file named by MPC_BENCH_USAGE.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(process.env.MPC_BENCH_USAGE, JSON.stringify({ rss: maxRSS * 1024, userMs: userCPUTime / 1000, systemMs: systemCPUTime / 1000, blockedMs: delay.max / 1e6 }));
});
