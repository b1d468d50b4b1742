import { Session } from 'node:inspector/promises';

/** Runs `work` under the sampling profiler. Returns its result, and how many milliseconds each function itself took, the slowest first. */
export async function profiled(work) {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  const result = await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  const nameOf = new Map(profile.nodes.map(({ id, callFrame }) => [id, `${callFrame.functionName || '(anonymous)'} ${callFrame.url.split('/').pop()}`.trim()]));
  const times = new Map();
  profile.samples.forEach((id, i) => times.set(nameOf.get(id), (times.get(nameOf.get(id)) ?? 0) + profile.timeDeltas[i] / 1000));
  return { result, slowest: [...times].sort(([, x], [, y]) => y - x) };
}
