/** A heading with its paragraphs. */
export interface Preface {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** What the reader's own machine knows of a key in an agreement. */
export interface KeyRemark {
  readonly who: 'self' | 'known' | 'unknown' | 'former key';
  /** The name by which the reader knows this party, if it is another one. */
  readonly as?: string | undefined;
  /** A party that the reader knows, and whose name looks the same and is written in other letters. */
  readonly likeKnown?: string | undefined;
  /** The same of another party of this agreement. */
  readonly likeOther?: string | undefined;
  readonly mixesScripts?: boolean | undefined;
}

/** One form in which a row is compared, or a whole row. */
export type Unit = 'row' | 'spelling';

/** The most rows of a list, with their spellings if a row has several. */
export interface RowCap {
  readonly rows: number;
  readonly spellings?: number | undefined;
}

/** A column by which rows are compared. */
export interface ComparedColumn {
  readonly name: string;
  readonly type: 'exact' | 'text' | 'name' | 'date' | 'phone' | 'email' | 'iban' | 'plate' | 'postcode' | 'id';
  readonly order?: 'ymd' | 'dmy' | 'mdy' | undefined;
  readonly region?: string | undefined;
  readonly scheme?: string | undefined;
}
