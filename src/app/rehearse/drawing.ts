import { sequence } from '../../language/evaluate/made-up.js';

/** Seeds that are near each other give first numbers that are near each other, too. */
const PASSED_OVER = 8;

/** Numbers from 0 to 1, the same for the same two numbers. For data that are made up, and never a secret. */
export function drawing(seed: number, of: number): () => number {
  const random = sequence(Math.imul(seed, 0x85ebca6b) ^ Math.imul(of + 1, 0xc2b2ae35));
  for (let i = 0; i < PASSED_OVER; i++) random();
  return random;
}
