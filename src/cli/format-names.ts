/** How results can be printed. */
export const FORMATS = ['table', 'csv', 'md', 'jsonl', 'html'] as const;
export type Format = (typeof FORMATS)[number];

/** The table for people where nothing else is said. oclif has refused all others. */
export function formatOf(text: string | undefined): Format {
  return FORMATS.find((format) => format === text) ?? 'table';
}
