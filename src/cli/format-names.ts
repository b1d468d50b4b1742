/** How results can be printed. */
export const FORMATS = ['table', 'csv', 'md', 'jsonl', 'html'] as const;
export type Format = (typeof FORMATS)[number];

/** The default is the table for people. oclif has refused all other names. */
export function formatOf(text: string | undefined): Format {
  return FORMATS.find((format) => format === text) ?? 'table';
}
