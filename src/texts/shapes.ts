/** A heading with its paragraphs. */
export interface Preface {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** Whether a known key was compared with its owner. Days are as 2001-12-31. */
export interface KeyCheck {
  /** `changed`: the day on which a statement that the key before it signed put this key in its place. */
  readonly verified: { readonly on: string; readonly by?: string | undefined; readonly changed?: string | undefined } | undefined;
  /** Of a key that was not compared: whose directory it came from. */
  readonly directory?: string | undefined;
}

/** What a reader cannot see in a name. */
export interface NameRemark {
  /** A party that the reader knows, and whose name looks the same and is written in other letters. */
  readonly likeKnown?: string | undefined;
  /** The same of another party of this agreement. */
  readonly likeOther?: string | undefined;
  readonly mixesScripts?: boolean | undefined;
}

/** What the reader's own machine knows of a key in an agreement, and of the name beside it. */
export interface KeyRemark extends NameRemark {
  readonly who: 'self' | 'known' | 'unknown' | 'former key';
  /** The name by which the reader knows this party, if it is another one. */
  readonly as?: string | undefined;
  /** Of a known key. */
  readonly checked?: KeyCheck | undefined;
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
