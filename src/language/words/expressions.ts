/**
 * Expressions in words, rule set words/1. Every operand that is not a name, a literal or a party's field is in parentheses, so
 * that nobody has to know any precedence. Two expressions that differ in meaning differ in words: a test changes every token of every
 * example to check this.
 */
import { isTotal } from '../check/functions.js';
import type { Checked } from '../check/program.js';
import type { Comparison, Expr } from '../syntax/tree.js';
import { grouped, possessive, quoted } from './numerals.js';
import type { Phrases, Surroundings } from './phrases.js';
import { totalWords } from './totals.js';
import { valueWords } from './values.js';

const SIMPLE: ReadonlySet<Expr['kind']> = new Set(['number', 'text', 'bool', 'day', 'month', 'name', 'field']);

/** Conditions whose end, or beginning, cannot be told beside another one without parentheses: “it is not so that a and b”. */
const LOOSE: ReadonlySet<Expr['kind']> = new Set(['and', 'or', 'not', 'choice', 'otherwise']);

export function isLoose({ kind }: Expr): boolean {
  return LOOSE.has(kind);
}

const COMPARISONS: Readonly<Record<Comparison, readonly [ofNumbers: string, ofDays: string]>> = {
  '=': ['is', 'is'],
  '<>': ['is not', 'is not'],
  '<': ['is less than', 'is before'],
  '<=': ['is at most', 'is not after'],
  '>': ['is more than', 'is after'],
  '>=': ['is at least', 'is not before'],
};

const ARITHMETIC = { '+': 'plus', '-': 'less', '*': 'times', '/': 'divided by' } as const;

export function phrasesOf(checked: Checked): Phrases {
  const phrases: Phrases = {
    checked,
    plain: (expr, around) => wordsOf(phrases, expr, around),
    operand: (expr, around) => {
      const isBare = SIMPLE.has(expr.kind) || (expr.kind === 'call' && expr.where === undefined && expr.name !== 'min' && expr.name !== 'max');
      return isBare ? wordsOf(phrases, expr, around) : `(${wordsOf(phrases, expr, around)})`;
    },
    enclosed: (expr, around) => (SIMPLE.has(expr.kind) ? wordsOf(phrases, expr, around) : `(${wordsOf(phrases, expr, around)})`),
  };
  return phrases;
}

function wordsOf(phrases: Phrases, expr: Expr, around: Surroundings): string {
  const { checked, plain } = phrases;
  const operand = (each: Expr) => phrases.operand(each, around);
  const factor = (each: Expr) => phrases.enclosed(each, around);
  const condition = (each: Expr) => (isLoose(each) ? `(${plain(each, around)})` : plain(each, around));
  switch (expr.kind) {
    case 'number':
      return grouped(expr.source);
    case 'text':
      return quoted(expr.text);
    case 'bool':
      return expr.value ? 'yes' : 'no';
    case 'day':
    case 'month':
      return expr.text;
    case 'name':
      return isOwn(checked, expr.name, around) ? `its own ${expr.name}` : expr.name;
    case 'field':
      return `${possessive(expr.owner)} ${expr.name}`;
    case 'negate':
      return `minus ${operand(expr.operand)}`;
    case 'not':
      return `it is not so that ${condition(expr.operand)}`;
    case 'and':
    case 'or':
      return chain(expr).map(condition).join(` ${expr.kind} `);
    case 'compare': {
      const kind = checked.infos.get(expr.left)?.type.kind;
      if (kind === 'bool') return `${operand(expr.left)} ${expr.operator === '=' ? 'is the same as' : 'is not the same as'} ${operand(expr.right)}`;
      return `${operand(expr.left)} ${COMPARISONS[expr.operator][kind === 'day' || kind === 'month' ? 1 : 0]} ${operand(expr.right)}`;
    }
    case 'given':
      return `${operand(expr.operand)} is ${expr.given ? 'given' : 'empty'}`;
    case 'otherwise':
      return `${operand(expr.operand)}, or ${operand(expr.fallback)} where that is none`;
    case 'inRange':
      return `${operand(expr.operand)} is ${not(expr)}from ${operand(expr.low)} to ${operand(expr.high)}`;
    case 'inSet':
      return `${operand(expr.operand)} is ${not(expr)}one of ${expr.values.map((value) => plain(value, around)).join(', ')}`;
    case 'inList':
      return `${operand(expr.operand)} stands ${not(expr)}in the list ${expr.list.text}`;
    case 'startsWith':
      return `${operand(expr.operand)} begins with ${quoted(expr.text)}`;
    case 'inKeys': {
      const rows = checked.rows.get(expr.table.text);
      const ofWhom = rows?.role.isGroup === true ? `, of any of the ${rows.role.name}` : '';
      return `${operand(expr.operand)} is ${expr.negated ? 'not' : 'also'} the ${expr.key.text} of ${expr.negated ? 'any' : 'some'} row of ${expr.table.text}${ofWhom}`;
    }
    case 'choice':
      return `${operand(expr.then)} if ${condition(expr.condition)}, and ${expr.else.kind === 'choice' ? `otherwise ${plain(expr.else, around)}` : `${operand(expr.else)} if not`}`;
    case 'rounded':
      return `${operand(expr.operand)}, rounded ${expr.direction === 'even' ? '' : `${expr.direction} `}to ${grouped(expr.step.source)}`;
    case 'arithmetic':
      return `${factor(expr.left)} ${ARITHMETIC[expr.operator]} ${factor(expr.right)}${timeUnit(checked, expr)}`;
    case 'call':
      return isTotal(expr) ? totalWords(phrases, expr, around) : valueWords(phrases, expr, around);
  }
}

/** A difference of days, or a day so many days later. */
function timeUnit({ infos }: Checked, { left, right }: Extract<Expr, { kind: 'arithmetic' }>): string {
  const [one, other] = [infos.get(left)?.type.kind, infos.get(right)?.type.kind];
  if (one !== 'day' && one !== 'month') return '';
  return one === other ? `, in ${one}s` : ` ${one}s`;
}

function not({ negated }: { readonly negated: boolean }): string {
  return negated ? 'not ' : '';
}

function isOwn(checked: Checked, name: string, { own, inRow }: Surroundings): boolean {
  return own !== undefined && inRow !== true && checked.rows.get(own)?.fields.has(name) === true;
}

/** a and b and c, unless the author put some of them in parentheses. */
function chain(expr: Extract<Expr, { kind: 'and' | 'or' }>): Expr[] {
  const flat = (each: Expr): Expr[] => (each.kind === expr.kind && each.parens !== true ? [...flat(each.left), ...flat(each.right)] : [each]);
  return [...flat(expr.left), ...flat(expr.right)];
}

