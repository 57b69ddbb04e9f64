#!/usr/bin/env node
import { runSede } from './commands.js';

process.exitCode = await runSede(process.argv.slice(2));
