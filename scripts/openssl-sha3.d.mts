import type { Plugin } from 'esbuild';

export declare const opensslSha3: Plugin;
