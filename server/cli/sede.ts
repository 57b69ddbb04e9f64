#!/usr/bin/env node
import { writePrivately } from '../core/private-files.js';
import { runSede } from './commands.js';

writePrivately();
process.exitCode = await runSede(process.argv.slice(2));
