/** Taking part in a session from door to receipt, and what people are told on the way. */
export { graceOf, type Grace } from '../app/grace.js';
export { checkOwnForms, needsData, readInput } from '../app/input.js';
export { approve, join, type Decision, type FileReading, type Joined, type JoinOptions } from '../app/join.js';
export type { OwnFile, ReadInput } from '../app/own-file.js';
export { failureOf, leavesResult, participate, type ParticipateOptions } from '../app/participate.js';
export type { RelayAccess } from '../session/channel/relay-access.js';
export type { Block, Cell, OwnRow, OwnRows } from '../session/operations/result-view.js';
export type { Entry, Outcome, Phase } from '../session/participation.js';
export { tellKeyChanged } from '../session/tell-refusal.js';
