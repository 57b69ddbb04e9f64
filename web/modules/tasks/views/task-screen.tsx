import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { useAddressQuery } from '../../../core/navigation.js';
import type { ListAddress } from '../../../core/records/list-address.js';
import { ListPage, type ShownList } from '../../../core/records/list-page.js';
import type { IconName } from '../../../ui/icon.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { taskKind } from '../kinds.js';
import { TaskPanel } from '../panel/task-panel.js';
import { GroupChooser, Grouped, groupingOf } from '../tasks/grouped.js';
import { FavouritesChip, RoleChips, UnreadChip } from '../tasks/roles.js';
import { useMarked } from '../tasks/use-marked.js';
import { DeadlinesBoard } from './deadlines-board.js';
import { NothingOpen } from './nothing-open.js';
import { PlanBoard } from './plan-board.js';
import { ProjectBoard } from './project-board.js';
import { TasksCalendar } from './tasks-calendar.js';

// Drawn by code that the list does not wait for.
const Gantt = lazy(() => import('../gantt/gantt.js'));

const icons = { list: 'list', board: 'board', deadlines: 'clock', plan: 'sun', calendar: 'cal', gantt: 'gantt' } as const satisfies Record<string, IconName>;
export type TaskView = keyof typeof icons;

interface TaskScreenProps {
  nav?: ReactNode;
  openId: number | null;
  segments: readonly TaskView[];
  /** The one that is shown where the address names none. */
  view: TaskView;
  begin?: { label: string; icon: IconName; onClick(): void } | undefined;
  second?: { label: string; icon: IconName; onClick(): void } | undefined;
  /** Only the tasks of this project. */
  projectId?: number;
  base?: string;
  heading?: string;
}

/** Tasks as a list, boards or a calendar, with the same filters, and the one that is open over them. */
export function TaskScreen({ projectId, segments, ...page }: TaskScreenProps) {
  const { t } = useTranslation('tasks');
  const [asked] = useAddressQuery();
  const marked = useMarked(asked);
  const inProject = projectId !== undefined;
  const grouping = ({ other }: ListAddress) => groupingOf(other.group);
  const instead = (given: ShownList): ReactNode => {
    const shown = { ...given, empty: <NothingOpen shown={given} /> };
    const by = grouping(shown.address);
    switch (shown.address.view) {
      case 'deadlines':
        return <DeadlinesBoard shown={shown} />;
      case 'plan':
        return <PlanBoard shown={shown} />;
      case 'calendar':
        return <TasksCalendar shown={shown} />;
      case 'gantt':
        return (
          <Suspense fallback={<SkeletonRows rows={12} label={t('view.gantt')} />}>
            <Gantt shown={shown} projectId={projectId} />
          </Suspense>
        );
      case 'board':
        return inProject ? <ProjectBoard shown={shown} projectId={projectId} /> : null;
      default:
        return by === 'none' ? null : <Grouped shown={shown} by={by} inProject={inProject} />;
    }
  };
  return (
    <ListPage<Task>
      {...page}
      kind={taskKind}
      isOwnerApart={!inProject}
      segments={segments.map((id) => ({ id, icon: icons[id], label: t(`view.${id}`) }))}
      fixed={{
        ...(inProject ? { projectId: String(projectId) } : {}),
        ...(marked ? { 'id.in': marked } : {}),
      }}
      extra={(address) => (
        <>
          {!inProject && <RoleChips address={address} />}
          <FavouritesChip address={address} />
          <UnreadChip address={address} />
        </>
      )}
      end={(address) =>
        address.view === 'list' && (
          <GroupChooser inProject={inProject} value={grouping(address)} onChange={(next) => address.set({ group: next === 'deadline' ? undefined : next })} />
        )
      }
      instead={instead}
    >
      {({ steps, address, close }) => page.openId !== null && <TaskPanel {...steps} key={page.openId} id={page.openId} address={address} onClose={close} />}
    </ListPage>
  );
}
