/** A place in a program's text; both count from 1, columns in UTF-16 units. */
export interface At {
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with a program: what, where, and what to do. `docs/language/errors.md` lists the codes. */
export interface Problem {
  readonly code: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly next: string;
}

/** Thrown inside a stage and caught where that stage can go on. It cannot hold any cell of data, because there is none here. */
export class Fault extends Error {
  constructor(
    readonly code: string,
    readonly at: At,
    message: string,
    readonly next = '',
  ) {
    super(message);
  }

  get problem(): Problem {
    return { code: this.code, line: this.at.line, column: this.at.column, message: this.message, next: this.next };
  }
}

/** Thrown if something is wrong that has been reported already, such as a use of a name whose own line failed. */
export class AlreadyReported extends Error {}

/** Problems of one text are reported up to this number. */
export const MAX_PROBLEMS = 20;

/** The object to which the stages report. It runs a piece of a stage so that the next piece still gets its turn. */
export class Problems {
  readonly list: Problem[] = [];

  add(fault: Fault): void {
    const { problem } = fault;
    const isThere = this.list.some((each) => each.line === problem.line && each.column === problem.column && each.code === problem.code);
    if (!isThere && this.list.length < MAX_PROBLEMS) this.list.push(problem);
  }

  /** The result of `work`, or undefined if it failed; the failure is then on the list. */
  catch<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (error instanceof Fault) this.add(error);
      else if (!(error instanceof AlreadyReported)) throw error;
      return undefined;
    }
  }

  get sorted(): Problem[] {
    return [...this.list].sort((a, b) => a.line - b.line || a.column - b.column);
  }
}
