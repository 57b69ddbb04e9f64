/** One deadline as a calendar shows it. */
export interface CalendarEvent {
  uid: string;
  version: number;
  /** Instants, ISO 8601. */
  changedAt: string;
  from: string;
  to: string;
  summary: string;
  description: string;
  /** Address of the task; null while the portal does not know its own. */
  url: string | null;
  tags: readonly string[];
}

const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: no calendar takes them
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');

/** A line of at most 75 bytes; what is longer goes on in lines that begin with a space, and no letter is cut in two. */
function folded(line: string): string {
  const lines: string[] = [];
  let [part, bytes] = ['', 0];
  for (const letter of line) {
    const size = Buffer.byteLength(letter);
    if (bytes + size > 75) {
      lines.push(part);
      [part, bytes] = [' ', 1];
    }
    part += letter;
    bytes += size;
  }
  return [...lines, part].join('\r\n');
}

const stamp = (instant: string): string => `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

/** An iCalendar (RFC 5545) of events: what Google, Outlook and Apple all show, unlike its to-dos. */
export function calendarOf(name: string, events: readonly CalendarEvent[]): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Sede//Tasks//EN', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH'];
  lines.push(`X-WR-CALNAME:${escaped(name)}`, 'REFRESH-INTERVAL;VALUE=DURATION:PT1H', 'X-PUBLISHED-TTL:PT1H');
  for (const event of events) {
    lines.push('BEGIN:VEVENT', `UID:${event.uid}`, `SEQUENCE:${event.version}`, `DTSTAMP:${stamp(event.changedAt)}`, `LAST-MODIFIED:${stamp(event.changedAt)}`);
    lines.push(`DTSTART:${stamp(event.from)}`, `DTEND:${stamp(event.to)}`, `SUMMARY:${escaped(event.summary)}`);
    if (event.description !== '') lines.push(`DESCRIPTION:${escaped(event.description)}`);
    if (event.url !== null) lines.push(`URL:${event.url}`);
    if (event.tags.length > 0) lines.push(`CATEGORIES:${event.tags.map(escaped).join(',')}`);
    // A deadline takes no time away from anything else.
    lines.push('TRANSP:TRANSPARENT', 'END:VEVENT');
  }
  lines.push('END:VCALENDAR', '');
  return lines.map(folded).join('\r\n');
}
