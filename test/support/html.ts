/** Whether a page is HTML as the standard has it. */
import { HtmlValidate, StaticConfigLoader } from 'html-validate';

const validator = new HtmlValidate(new StaticConfigLoader({ extends: ['html-validate:standard', 'html-validate:a11y'] }));

/** What is wrong with it, with the place and the rule; empty if nothing is. */
export function htmlProblems(page: string): string[] {
  return validator.validateStringSync(page).results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${ruleId}: ${message}`));
}
