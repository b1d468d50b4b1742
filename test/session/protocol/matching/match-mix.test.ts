import { describe, expect, it } from 'vitest';
import { playMatch, rolesFor } from './mix-support.js';

describe('a match against several lists', () => {
  it('finds what stands on any list', async () => {
    expect(await playMatch(rolesFor(4, [3, 2]), [['a', 'b', 'c'], ['b', 'x'], ['c', 'b']])).toEqual([[1, 2], undefined, undefined]);
  });
});
