import { mostTemplateChecks, type TemplateCheck } from '../../../../server/contracts/tasks/templates.js';

/** Points as lines, by two blanks more below another. */
export function linesOf(checks: readonly TemplateCheck[]): string {
  const levels: number[] = [];
  return checks
    .map(({ text, parent }, n) => {
      levels[n] = parent === null ? 0 : (levels[parent] ?? 0) + 1;
      return `${'  '.repeat(levels[n])}${text}`;
    })
    .join('\n');
}

/** The points that lines mean; those that were there before keep whom they are for, by their text. */
export function pointsOf(lines: string, before: readonly TemplateCheck[]): TemplateCheck[] {
  const points: TemplateCheck[] = [];
  const above: number[] = [];
  for (const line of lines.split('\n')) {
    const text = [...line.trim()].slice(0, 1000).join('');
    if (text === '' || points.length >= mostTemplateChecks) continue;
    above.length = Math.min(Math.floor((line.length - line.trimStart().length) / 2), above.length, 5);
    const personId = before.find((one) => one.text === text)?.personId ?? null;
    points.push({ text, parent: above.at(-1) ?? null, personId });
    above.push(points.length - 1);
  }
  return points;
}
