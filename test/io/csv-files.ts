/** Real files for the tests of CSV reading, removed after each test file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { MpcError } from '../../src/errors.js';
import { readRecords, type CsvRecord, type CsvSource, type NumericColumn } from '../../src/io/csv/index.js';

const folder = mkdtempSync(path.join(tmpdir(), 'mpc-csv-'));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

export function newPath(): string {
  return path.join(folder, `file-${files++}.csv`);
}

export function csv(content: string | Buffer): string {
  const file = newPath();
  writeFileSync(file, content);
  return file;
}

export function column(name: string, decimals = 2, min = -(10n ** 13n), max = 10n ** 13n): NumericColumn {
  return { name, decimals, min, max };
}

export async function recordsOf(source: CsvSource, columns: readonly string[]): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const batch of readRecords(source, columns)) records.push(...batch);
  return records;
}

/** The MpcError that something ends with, and its text as a user may see it. */
export async function failure(work: Promise<unknown>): Promise<{ code: string; message: string; next: string; aside: string | undefined }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof MpcError) return { code: error.code, message: error.message, next: error.next, aside: error.aside };
    throw error;
  }
  throw new Error('expected a failure');
}
