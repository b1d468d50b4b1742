import { invalid } from '../../agreement/invalid.js';
import type { OwnTerms } from '../../agreement/types.js';
import { compile } from './compiled.js';
import { LANGUAGE, type ProgramAgreement } from './types.js';

/** The proposer's decisions. */
export interface ProgramTerms {
  readonly operation: { readonly name: 'program' };
  readonly text: string;
  /** The parties of each role; or the one role that every party has, whoever comes. */
  readonly roles: ReadonlyMap<string, readonly string[]> | string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Entries of the public lists, each list by its name. */
  readonly lists?: Readonly<Record<string, readonly string[]>>;
  readonly accepted: readonly string[];
}

export function programTerms({ text, roles, parameters, lists = {}, accepted }: ProgramTerms, contributors: readonly string[]): OwnTerms<ProgramAgreement> {
  const cast = typeof roles === 'string' ? { [roles]: contributors } : Object.fromEntries(roles);
  const held = Object.keys(lists).length === 0 ? {} : { lists };
  const { plan } = compile({ text, roles: cast, parameters, ...held });
  if (contributors.length < 2) throw invalid('only one party puts data in');
  return { operation: { name: 'program', language: LANGUAGE, text, plan, roles: cast, parameters, ...held, accepted }, columns: [], limits: { minContributors: contributors.length } };
}
