/** Taking part in a session from door to receipt, and what people are told on the way. */

// The whole of it.
export { approve, join, type Decision, type FileReading, type Joined, type JoinOptions, type OwnSource } from '../app/join.js';

// What it is made of, for a program that reads and asks in its own way.
export { entryIn, openForJoining, putsDataIn, readEntryText, type Joining, type ToJoin } from '../app/entry.js';
export { graceOf, type Grace } from '../app/grace.js';
export { needsData, readInput } from '../app/input.js';
export { namesAsRead } from '../app/names-as-read.js';
export { filesIn, type Advance, type OwnFile, type ReadInput, type WhileReading } from '../app/own-file.js';
export { failureOf, leavesResult, participate, type ParticipateOptions } from '../app/participate.js';
export type { RelayAccess } from '../session/channel/relay-access.js';
export { beginsInvite, inviteIn, looksLikeInvite } from '../session/invite.js';
export type { Entry, Outcome, Phase } from '../session/participation.js';

// Results for people.
export type { Block, Cell, OwnRow, OwnRows, RuleStrength } from '../session/operations/result-view.js';
