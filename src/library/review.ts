/** What somebody decided about the matches of a session, one by one. */

export { Decisions, decisionsBeside, type MatchDecision } from '../app/review/decisions.js';
export { readMatches, type Match, type Matches, type NamedCell, type ReviewedStrength } from '../app/review/matches.js';
