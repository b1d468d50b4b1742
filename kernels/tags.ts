// The inner loops of comparing tags (src/crypto/tag-table.ts) and of sending them in random order. A tag has 16 bytes.
// Own tags decide which slots are read, and the order decides which tags: another program on the same machine may learn something of both from the cache.

export { heapBase } from './lib/memory';

const TAG: usize = 16;
/** A slot holds the index of an own tag, counted from 1, in its lower 24 bits, and eight bits of the tag above. */
const PLACE: u32 = 0xffffff;

@inline
function partOf(tag: usize, last: u32): usize {
  return <usize>(load<u32>(tag, 12) & last);
}

@inline
function check(tag: usize): u32 {
  return load<u32>(tag, 4) & ~PLACE;
}

/**
 * Sorts `count` tags by their last `bits` bits. Tag i of the input is number `first` + i of its list. The sorted tags go to the places of the same numbers in
 * the list at `sorted`. Part p lies from number starts[p] to starts[p + 1] − 1; `next` is as long as `starts` and is overwritten. If `order` is not 0, order[k]
 * becomes the number that the tag at place k had before.
 */
export function part(input: usize, count: u32, first: u32, bits: u32, starts: usize, next: usize, sorted: usize, order: usize): void {
  const last: u32 = (1 << bits) - 1;
  const parts = <usize>last + 1;
  memory.fill(next, 0, 4 * (parts + 1));
  const end = input + TAG * <usize>count;
  for (let at = input; at < end; at += TAG) {
    const counter = next + 4 * partOf(at, last);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  let sum = first;
  for (let p: usize = 0; p <= parts; p++) {
    const here = load<u32>(next + 4 * p);
    store<u32>(starts + 4 * p, sum);
    store<u32>(next + 4 * p, sum);
    sum += here;
  }
  let number = first;
  for (let at = input; at < end; at += TAG, number++) {
    const counter = next + 4 * partOf(at, last);
    const place = load<u32>(counter);
    store<u32>(counter, place + 1);
    v128.store(sorted + TAG * <usize>place, v128.load(at));
    if (order != 0) store<u32>(order + 4 * <usize>place, number);
  }
}

/** Puts own tags `from` … `to` − 1 into slots by their first bits. `mask` is the number of slots less 1; more than half of the slots stay free. */
export function fillSlots(own: usize, from: u32, to: u32, slots: usize, mask: u32): void {
  for (let i = from; i < to; i++) {
    const tag = own + TAG * <usize>i;
    let slot = load<u32>(tag) & mask;
    while (load<u32>(slots + 4 * <usize>slot) != 0) slot = (slot + 1) & mask;
    store<u32>(slots + 4 * <usize>slot, check(tag) | (i + 1));
  }
}

/** Empties `count` slots. */
export function clearSlots(slots: usize, count: u32): void {
  memory.fill(slots, 0, 4 * <usize>count);
}

/** For each of the tags `from` … `to` − 1 of `others`, marks the own tags in the slots that are equal to it, in the order that they had. */
export function markSlots(own: usize, order: usize, slots: usize, mask: u32, others: usize, from: u32, to: u32, marked: usize): void {
  const end = others + TAG * <usize>to;
  for (let at = others + TAG * <usize>from; at < end; at += TAG) {
    const tag = v128.load(at);
    const bits = check(at);
    let slot = load<u32>(at) & mask;
    let entry = load<u32>(slots + 4 * <usize>slot);
    // The search goes to the end of the chain, because own tags may be equal to each other.
    while (entry != 0) {
      if ((entry & ~PLACE) == bits) {
        const i = <usize>((entry & PLACE) - 1);
        if (!v128.any_true(v128.xor(tag, v128.load(own + TAG * i)))) store<u8>(marked + <usize>load<u32>(order + 4 * i), 1);
      }
      slot = (slot + 1) & mask;
      entry = load<u32>(slots + 4 * <usize>slot);
    }
  }
}

/** Writes the tags at `count` positions, one behind the other. */
export function gather(tags: usize, positions: usize, count: u32, out: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) v128.store(out + TAG * i, v128.load(tags + TAG * <usize>load<u32>(positions + 4 * i)));
}
