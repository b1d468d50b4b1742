import { ByteTable } from '../../../crypto/byte-table.js';
import { concat } from '../../../crypto/bytes.js';
import { InvalidElement, type BatchGroup } from '../../../crypto/batch/group.js';
import { deviation } from '../deviation.js';
import type { Network, ProtocolContext } from '../network.js';
import { piecesOf, receiveExactly, refusing } from './pieces.js';

/** Bytes of a point, and of a scalar. */
export const ELEMENT = 32;
/** Elements in one message, and between two reports of progress. */
const PER_PIECE = 4096;

/** Sends elements of `width` bytes each, in as few messages as the largest size allows. Sends nothing if there are none. */
export function sendElements(network: Network, to: number, label: string, elements: Uint8Array, width: number): void {
  for (const piece of piecesOf(elements.length / width, PER_PIECE)) network.send(to, label, elements.subarray(piece.from * width, piece.to * width));
}

/** Receives exactly `count` elements of `width` bytes each. It allocates nothing beyond what came. Throws DEVIATION. */
export async function receiveElements(context: ProtocolContext, party: number, label: string, count: number, width: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (const { from, to } of piecesOf(count, PER_PIECE)) pieces.push(await receiveExactly(context, party, label, (to - from) * width, `elements in the step "${label}"`));
  return concat(...pieces);
}

/**
 * Processes elements 0 … count − 1 in pieces, one after the other, and joins the results. The index of an `InvalidElement` counts from the start of all
 * elements.
 */
export async function inPieces(count: number, work: (from: number, to: number) => Promise<Uint8Array>, report?: (done: number) => void): Promise<Uint8Array> {
  const results: Uint8Array[] = [];
  for (const { from, to } of piecesOf(count, PER_PIECE)) {
    try {
      results.push(await work(from, to));
    } catch (error) {
      throw error instanceof InvalidElement ? new InvalidElement(from + error.index) : error;
    }
    report?.(to);
  }
  return concat(...results);
}

/** Elements `from` … `to` − 1. */
export function slice(elements: Uint8Array, from: number, to: number): Uint8Array {
  return elements.subarray(from * ELEMENT, to * ELEMENT);
}

/** One element, `count` times. */
export function repeated(element: Uint8Array, count: number): Uint8Array {
  const whole = new Uint8Array(count * element.length);
  for (let i = 0; i < count; i++) whole.set(element, i * element.length);
  return whole;
}

/** Runs a computation on other parties' points. Throws DEVIATION with the name of the party that `ownerOf` gives for the position of an invalid point. */
export async function blaming<T>(context: ProtocolContext, ownerOf: (index: number) => number, work: () => Promise<T>): Promise<T> {
  return work().catch(refusing(context, ownerOf, 'sent what is not a point of the group, or is its identity'));
}

/** Throws DEVIATION unless all are points other than the identity, and all are different. */
export async function checkPoints(context: ProtocolContext, group: BatchGroup, party: number, points: Uint8Array): Promise<void> {
  checkDistinct(context, party, points, ELEMENT);
  // Addition is the cheapest operation that decodes.
  await blaming(context, () => party, async () => group.add(points, points));
}

/** Throws DEVIATION if two elements are the same. */
export function checkDistinct(context: Pick<ProtocolContext, 'names'>, party: number, elements: Uint8Array, width: number): void {
  const count = elements.length / width;
  const seen = new ByteTable(count, width);
  for (let i = 0; i < count; i++) if (!seen.add(elements, i)) throw deviation(context, party, 'sent the same element twice');
}
