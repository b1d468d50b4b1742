/**
 * A computation in vector form: "4 096 additions of 22 bits". Its size does not depend on how many numbers a vector has. Numbers are unsigned, except that
 * `divideSigned` takes and gives two's complement.
 */

/** Widths in bits, counts in numbers. */
export interface Shape {
  readonly width: number;
  readonly count: number;
}

/** The position of a value in the program: inputs first, then the results of each step. */
export type Ref = number;

export interface Input extends Shape {
  /** The party that provides the input, by its seat in the roster. */
  readonly owner: number;
  /** The greatest number allowed, if not every number of this width is allowed. */
  readonly most?: bigint | undefined;
}

/** One step, with an operation from `operations.ts`. */
export type Step =
  | { readonly op: 'constant'; readonly of: readonly []; readonly values: readonly bigint[]; readonly width: number }
  | { readonly op: 'join'; readonly of: readonly Ref[] }
  | { readonly op: 'pick'; readonly of: readonly [Ref]; readonly positions: readonly number[] }
  | { readonly op: 'bits'; readonly of: readonly [Ref]; readonly from: number; readonly to: number }
  | { readonly op: 'widen'; readonly of: readonly [Ref]; readonly width: number }
  | { readonly op: 'xor' | 'and' | 'or' | 'add' | 'subtract' | 'multiply' | 'divide' | 'divideSigned' | 'less' | 'equal'; readonly of: readonly [Ref, Ref] }
  | { readonly op: 'choose'; readonly of: readonly [Ref, Ref, Ref] }
  | { readonly op: 'not' | 'least' | 'greatest' | 'sort' | 'total' | 'every'; readonly of: readonly [Ref] };

export interface Output {
  readonly value: Ref;
  /** The parties that learn the output, by their seats in the roster. */
  readonly to: readonly number[];
}

export interface Program {
  readonly inputs: readonly Input[];
  readonly steps: readonly Step[];
  readonly outputs: readonly Output[];
}

/** Writes programs step by step. */
export class ProgramBuilder {
  readonly #inputs: Input[] = [];
  readonly #steps: Step[] = [];
  readonly #outputs: Output[] = [];

  /** Throws a RangeError after the first step, because inputs come first. */
  input(input: Input): Ref {
    if (this.#steps.length > 0) throw new RangeError('inputs come before steps');
    return this.#inputs.push(input) - 1;
  }

  /**
   * The result of the step. `least` and `greatest` give the value, with the position right after it. Divisions give the quotient, with the remainder after it.
   */
  step(step: Step): Ref {
    const at = this.#inputs.length + this.#steps.reduce((sum, { op }) => sum + resultsOf(op), 0);
    this.#steps.push(step);
    return at;
  }

  output(value: Ref, to: readonly number[]): void {
    this.#outputs.push({ value, to });
  }

  build(): Program {
    return { inputs: this.#inputs, steps: this.#steps, outputs: this.#outputs };
  }
}

/** The number of values that a step gives. */
export function resultsOf(op: Step['op']): number {
  return op === 'least' || op === 'greatest' || op === 'divide' || op === 'divideSigned' ? 2 : 1;
}
