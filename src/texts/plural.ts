type Forms = Partial<Record<Intl.LDMLPluralRule, string>>;

/** Chooses the form of a word that a language has beside a number. */
export function pluralIn(language: string): (count: number | bigint, forms: Forms & { readonly other: string }) => string {
  const rules = new Intl.PluralRules(language);
  return (count, forms) => forms[rules.select(Number(count))] ?? forms.other;
}
