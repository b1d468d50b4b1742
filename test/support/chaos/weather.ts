import { seeded } from '../simulated-link.js';

/** What happens to a session from outside. Seats count the packets that the relay was given until then, so that every phase is hit whatever its time. */
export interface Weather {
  /** Each packet is delayed by 0 to this many milliseconds. */
  readonly delayMs: number;
  /** Whether packets overtake each other. */
  readonly reorders: boolean;
  /** Of packets between parties, from 0 to 1. */
  readonly loss: number;
  readonly events: readonly Mishap[];
  /** What a hostile relay does, and to how many of its packets, from 0 to 1; empty for one that is honest. */
  readonly mischief: readonly Mischief[];
  readonly mischiefRate: number;
}

export type Mishap = { readonly at: number } & (
  | { readonly kind: 'cut' | 'kill'; readonly seat: number }
  | { readonly kind: 'stop'; readonly seat: number; readonly ms: number }
  | { readonly kind: 'restart'; readonly ms: number }
);

export const MISCHIEF = ['drop', 'repeat', 'flip', 'cut short', 'lengthen', 'delay', 'replay', 'send from another', 'send to another', 'forge', 'say gone', 'say here', 'refuse', 'talk nonsense'] as const;
export type Mischief = (typeof MISCHIEF)[number];

/** Half of the sessions have sent all their packets by then, and a tenth have not by the second. */
const MOST_PACKETS = 130;
const MANY_PACKETS = 400;

/** The same for the same seed. */
export class Dice {
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seeded(Math.imul(seed, 0x9e37_79b1) ^ 0x5bd1_e995);
  }

  /** From `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** Small values as often as large ones. */
  spread(low: number, high: number): number {
    return Math.round(low * (high / low) ** this.next());
  }

  oneOf<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)] as T;
  }

  /** True that often. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** `count` of the numbers below `below`, in their order. */
  some(below: number, count: number): number[] {
    const left = Array.from({ length: below }, (_, i) => i);
    while (left.length > count) left.splice(this.whole(0, left.length - 1), 1);
    return left;
  }

  times<T>(count: number, draw: () => T): T[] {
    return Array.from({ length: count }, draw);
  }
}

export interface Sky {
  readonly parties: number;
  readonly mayKill: boolean;
  readonly isHostile: boolean;
}

export function drawWeather(dice: Dice, { parties, mayKill, isHostile }: Sky): Weather {
  const at = () => dice.whole(1, dice.chance(0.2) ? MANY_PACKETS : MOST_PACKETS);
  const seat = () => dice.whole(0, parties - 1);
  const cuts = dice.times(dice.chance(0.6) ? dice.whole(0, 6) : 0, (): Mishap => ({ kind: 'cut', at: at(), seat: seat() }));
  const stops = dice.times(dice.chance(0.3) ? 1 : 0, (): Mishap => ({ kind: 'stop', at: at(), seat: seat(), ms: dice.spread(100, 60_000) }));
  const restarts = dice.times(dice.chance(0.3) ? dice.whole(1, 2) : 0, (): Mishap => ({ kind: 'restart', at: at(), ms: dice.spread(50, 30_000) }));
  const kills = dice.times(mayKill && dice.chance(0.12) ? 1 : 0, (): Mishap => ({ kind: 'kill', at: at(), seat: seat() }));
  return {
    delayMs: dice.chance(0.2) ? 0 : dice.spread(2, 300),
    reorders: dice.chance(0.4),
    loss: dice.chance(0.4) ? dice.next() * 0.1 : 0,
    events: [...cuts, ...stops, ...restarts, ...kills],
    mischief: isHostile ? dice.times(dice.whole(1, 4), () => dice.oneOf(MISCHIEF)) : [],
    mischiefRate: dice.spread(1, 30) / 100,
  };
}
