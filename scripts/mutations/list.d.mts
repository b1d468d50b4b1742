export interface Mutation {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly tests: Readonly<Record<string, string>>;
  readonly isBuilt?: boolean;
}

export const MUTATIONS: readonly Mutation[];
