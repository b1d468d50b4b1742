import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchAwaited, watchComputing } from '../../src/session/awaited.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('says who is awaited when it changes, and not twice', () => {
  const mesh = { awaited: ['South'] };
  const said: string[] = [];
  const end = watchAwaited(mesh, (awaited) => said.push(awaited.join()));
  vi.advanceTimersByTime(5_000);
  mesh.awaited = ['South', 'West'];
  vi.advanceTimersByTime(1_000);
  end();
  mesh.awaited = ['North'];
  vi.advanceTimersByTime(10_000);
  expect(said).toEqual(['South', 'South,West']);
});

it('while something is computed, names only who is awaited for a while', () => {
  const mesh = { awaited: ['South'] };
  const said: string[] = [];
  const end = watchComputing(mesh, (awaited) => said.push(awaited.join()));
  for (const name of ['South', 'West', 'South', 'West']) {
    mesh.awaited = [name];
    vi.advanceTimersByTime(3_000);
  }
  expect(said).toEqual([]);
  mesh.awaited = ['Refuge'];
  vi.advanceTimersByTime(9_000);
  end();
  expect(said).toEqual(['Refuge']);
});
