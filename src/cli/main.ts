#!/usr/bin/env node
import process from 'node:process';
import { run } from './run.ts';

const { status, output, error } = await run(process.argv.slice(2), process.cwd());
process.stdout.write(output);
process.stderr.write(error);
process.exitCode = status;
