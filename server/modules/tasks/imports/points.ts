const mostPoints = 500;

/** A point of a checklist as a line of a cell. */
export interface Point {
  text: string;
  level: number;
  done: boolean;
}

/** Lines such as `- [x] text`, by two blanks more below another. */
export function pointsOf(text: string): Point[] {
  const points: Point[] = [];
  for (const line of text.split('\n')) {
    const found = /^(\s*)[-*]?\s*(?:\[([ xX])\])?\s*(.+)$/.exec(line);
    if (!found?.[3] || points.length >= mostPoints) continue;
    const level = Math.min(Math.floor((found[1] ?? '').length / 2), (points.at(-1)?.level ?? -1) + 1, 5);
    points.push({ text: found[3].trim().slice(0, 1000), level, done: /x/i.test(found[2] ?? '') });
  }
  return points;
}
