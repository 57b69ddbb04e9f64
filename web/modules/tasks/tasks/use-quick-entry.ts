import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { parseQuickEntry, type QuickEntry } from '../../../../server/contracts/tasks/quick-entry.js';
import { worksWithTasks } from '../../../../server/contracts/tasks/records.js';
import { searchRecords } from '../../../core/references.js';
import { useSession } from '../../../core/session.js';
import { clockOf, dayOf } from '../../../ui/format.js';
import { useFormat } from '../../../ui/ui-context.js';
import { fromZoned } from '../../../ui/zone.js';
import { useProjects } from '../projects/use-projects.js';

/** What a line says beside its title, understood as it is typed. @param ignored chips that are meant as plain words. */
export function useQuickEntry(text: string, ignored: readonly string[]): QuickEntry & { deadlineAt: string | null } {
  const { timeZone, isMonthFirst } = useFormat();
  // A deadline without a time is at the end of the working day.
  const endOfWork = useSession().company.workingHours.to;
  const projects = useProjects();
  const names = [...text.matchAll(/@([\p{L}\p{N}]+)/gu)].map((match) => match[1] as string);
  const { data: people } = useQuery({
    queryKey: ['core.person', 'named', names],
    queryFn: async () => (await Promise.all(names.map((name) => searchRecords('core.person', name, worksWithTasks)))).flat(),
    enabled: names.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return useMemo(() => {
    const at = new Date();
    const now = { day: dayOf(at, timeZone), time: clockOf(at, timeZone).padStart(5, '0'), isMonthFirst };
    const named = (people ?? []).flatMap(({ id, title }) => (title === null ? [] : [{ id, name: title }]));
    const found = parseQuickEntry(text, { now, people: named, projects: projects ?? [], ignored });
    const deadlineAt = found.deadline && fromZoned(`${found.deadline.day}T${found.deadline.time ?? endOfWork}`, timeZone);
    return { ...found, deadlineAt };
  }, [text, ignored, people, projects, timeZone, isMonthFirst, endOfWork]);
}
