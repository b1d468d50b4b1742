/** A piece of work for a kernel, small enough to be done in one go. All arguments are packed, as in `BatchGroup`, and checked except for the points. */
export type Task =
  | { readonly op: 'hashToGroup'; readonly inputs: Uint8Array; readonly length: number; readonly dst: Uint8Array }
  | { readonly op: 'scale'; readonly scalar: Uint8Array; readonly points: Uint8Array }
  | { readonly op: 'scaleEach'; readonly scalars: Uint8Array; readonly points: Uint8Array }
  | { readonly op: 'scaleBase'; readonly scalars: Uint8Array }
  | { readonly op: 'add'; readonly left: Uint8Array; readonly right: Uint8Array }
  | { readonly op: 'subtract'; readonly left: Uint8Array; readonly right: Uint8Array }
  | { readonly op: 'combine'; readonly scalars: Uint8Array; readonly points: Uint8Array }
  /** For points that this group computed itself: the identity may be among them. */
  | { readonly op: 'sum'; readonly points: Uint8Array };

/** The outcome of a task: its points, or the position in it of the first invalid element. */
export type Done = { readonly points: Uint8Array } | { readonly invalid: number };

/** Approximate microseconds an element on a machine of 2024. They decide the size of tasks and whether threads are worth starting. */
export const COST: Readonly<Record<Task['op'], number>> = { hashToGroup: 30, scale: 100, scaleEach: 100, scaleBase: 45, add: 25, subtract: 25, combine: 125, sum: 25 };
