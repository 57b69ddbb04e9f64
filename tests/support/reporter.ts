import { Parser, type Result } from 'tap-parser';

/** One named test, as it is counted: a subtest that has no subtests of its own. */
export interface TestResult {
  /** The names from the outermost test to this one. */
  name: string;
  state: 'passed' | 'failed' | 'skipped';
  /** For a failed one: what was said about each assertion that failed; for a skipped one: why. */
  details: string[];
}

interface Node {
  name: string;
  children: Node[];
  assertions: Result[];
}

/**
 * Reads what one test file prints (TAP 14) and counts its named tests, not its assertions.
 * An assertion that fails outside a leaf test counts as one failed test of that name: it must not get lost.
 */
export function readTap(file: string): { write: (chunk: Buffer | string) => void; end: () => TestResult[] } {
  const parser = new Parser({ name: file });
  const top = follow(parser, '');
  let bail: string | undefined;
  parser.on('bailout', (reason: unknown) => {
    bail = String(reason);
  });
  return {
    write: (chunk) => void parser.write(chunk),
    end: () => {
      parser.end();
      const results = top.children.flatMap((child) => countNode(child, []));
      results.push(...countOwn(top, file));
      if (bail !== undefined) results.push({ name: file, state: 'failed', details: [`bailed out: ${bail}`] });
      return results;
    },
  };
}

function follow(parser: Parser, name: string): Node {
  const node: Node = { name, children: [], assertions: [] };
  parser.on('child', (child: Parser) => node.children.push(follow(child, child.name)));
  parser.on('assert', (result: Result) => node.assertions.push(result));
  return node;
}

/** The line that closes a subtest repeats what its own assertions said. */
const ownAssertions = (node: Node): Result[] => node.assertions.filter((result) => !node.children.some((child) => child.name === result.name && !result.skip));

function countNode(node: Node, above: string[]): TestResult[] {
  const path = [...above, node.name];
  const name = path.join(' › ');
  if (node.children.length > 0) return [...node.children.flatMap((child) => countNode(child, path)), ...countOwn(node, name)];
  const failed = node.assertions.filter((result) => !result.ok && !result.todo);
  if (failed.length > 0) return [{ name, state: 'failed', details: failed.map(describe) }];
  const skipped = node.assertions.filter((result) => result.skip || result.todo);
  if (skipped.length > 0) return [{ name, state: 'skipped', details: skipped.map((result) => String(result.skip || result.todo)) }];
  if (node.assertions.length === 0) return [{ name, state: 'failed', details: ['asserts nothing'] }];
  return [{ name, state: 'passed', details: [] }];
}

/** What a group, or the file itself, says besides its subtests: only failures and skipped tests count. */
function countOwn(node: Node, name: string): TestResult[] {
  const own = ownAssertions(node);
  const failed = own.filter((result) => !result.ok && !result.todo);
  const skipped = own.filter((result) => result.skip || result.todo);
  return [
    ...(failed.length > 0 ? [{ name, state: 'failed' as const, details: failed.map(describe) }] : []),
    ...skipped.map((result) => ({ name: result.name || name, state: 'skipped' as const, details: [String(result.skip || result.todo)] })),
  ];
}

interface Diagnosis {
  diff?: string;
  stack?: string;
  at?: { fileName?: string; lineNumber?: number };
  error?: string;
  [key: string]: unknown;
}

/** Name, difference and place of one assertion that failed. */
function describe(result: Result): string {
  const diag = (result.diag ?? {}) as Diagnosis;
  const place = diag.at?.fileName ? `at ${diag.at.fileName}:${diag.at.lineNumber ?? '?'}` : '';
  const known = new Set(['diff', 'stack', 'at', 'source', 'error', 'tapCaught', 'test', 'thrown', 'compare']);
  const rest = Object.entries(diag).filter(([key]) => !known.has(key));
  return [
    result.name || result.tapError || 'an assertion failed',
    diag.diff,
    ...rest.map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value, null, 2)}`),
    diag.stack ?? place,
  ]
    .filter((part) => part)
    .join('\n');
}
