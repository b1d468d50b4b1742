/** Words that are never names: those of the grammar that appear among expressions. */
export const RESERVED: ReadonlySet<string> = new Set('and or not if then else where of in is by to as yes no each everyone rounded otherwise'.split(' '));

/** Words that could forge a sentence of the printed form. Compared without case. */
export const MISLEADING: ReadonlySet<string> = new Set(
  'nobody none nothing anybody everybody somebody all any some every other others hidden never always less more least most than zero one two three four five six seven eight nine ten true false unless'.split(' '),
);

/** Longest first. */
export const OPERATORS = ['..', '<=', '>=', '<>', '+', '-', '*', '/', '=', '<', '>', '(', ')', ',', ':', '.'] as const;
export type Operator = (typeof OPERATORS)[number];

/** Signs of other languages, with what is written here instead. Longest first. */
export const FOREIGN_SIGNS: readonly (readonly [string, string])[] = [
  ['==', 'One = compares.'],
  ['!=', 'Write <>.'],
  ['&&', 'Write and.'],
  ['||', 'Write or.'],
  ['<-', 'Write =.'],
  ['%%', 'There is no remainder in tally 1.'],
  ['&', 'Write and.'],
  ['|', 'Write or.'],
  ['^', 'Write power(x, n), or x * x.'],
  ['~', 'Write on: days on age, urgent.'],
  [';', 'Write one statement a line.'],
];

/** How statements of other languages begin, with what is written here instead. */
export const FOREIGN_STATEMENTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    require: 'Write only if at each reveal.',
    join: 'Write key … in TABLE.KEY.',
    define: 'Write let, or a derived column.',
    def: 'Write let, or a derived column.',
    function: 'Write let, or a derived column.',
    public: 'Write let or parameter.',
    input: 'Write from NAME:',
    output: 'Write reveal … to …',
    print: 'Write reveal … to …',
    for: 'There are no loops: a table has one cell for every combination of its keys.',
    while: 'There are no loops: a table has one cell for every combination of its keys.',
    var: 'Write let.',
    const: 'Write let.',
    select: 'Write table … by … of …:',
  }),
);
