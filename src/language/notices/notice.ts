/** One thing that a program may give away, rule set notices/1. */
export interface Notice {
  readonly code: string;
  /** Numbers of the reveals that it is about; none if it is about the whole program. */
  readonly reveals: readonly number[];
  /** Whether the proposer has to accept it. */
  readonly attention: boolean;
  readonly text: string;
  /** Line of the program that it points at. */
  readonly line: number;
}

/** The name that `--accept` and the agreement have for it: A04:1, or A13 alone. */
export function acceptKeys({ code, reveals }: Notice): string[] {
  return reveals.length === 0 ? [code] : reveals.map((number) => `${code}:${number}`);
}

/** A notice of a reveal, which says itself which one it is and where it stands. */
export type Found = Omit<Notice, 'reveals' | 'line'>;

export function attention(code: string, text: string): Found {
  return { code, attention: true, text };
}

export function note(code: string, text: string): Found {
  return { code, attention: false, text };
}
