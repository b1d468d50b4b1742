/** The ways in which near rows agree, by the names that agreements have for them. */
export interface RuleWords {
  readonly whole: Readonly<Record<'exact' | 'names swapped' | 'names sound alike' | 'names in short, or fewer names' | 'one name less, by beginning' | 'one name less, by sound', string>>;
  readonly ofDate: Readonly<Record<'another day' | 'another month' | 'another year, or day and month swapped', string>>;
  readonly without: (column: string) => string;
  readonly oneNameAsItIs: string;
}

const ONE_NAME = ', one name as it is';

/** A rule in the words of another language, also behind the name of its group; as the agreement has it if it is of rules that this version does not know. */
export function ruleIn({ whole, ofDate, without, oneNameAsItIs }: RuleWords): (rule: string) => string {
  const fixed = Object.entries({ ...whole, ...ofDate });
  return (rule) => {
    for (const [name, words] of fixed) if (rule === name || rule.endsWith(`: ${name}`)) return `${rule.slice(0, rule.length - name.length)}${words}`;
    const [, before = '', column] = /^(?:(.+: ))?without (.+)$/s.exec(rule) ?? [];
    if (column === undefined) return rule;
    return `${before}${column.endsWith(ONE_NAME) ? `${without(column.slice(0, -ONE_NAME.length))}, ${oneNameAsItIs}` : without(column)}`;
  };
}
