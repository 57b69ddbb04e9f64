import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { projectEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Project } from '../../../../server/contracts/tasks/records.js';
import { useLive } from '../../../core/live.js';
import { useAddressQuery, useGo } from '../../../core/navigation.js';
import { ListFailed } from '../../../core/records/list-states.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { useMay } from '../../../core/session.js';
import { useHeading } from '../../../core/shell/heading.js';
import { Day, Owner } from '../../../ui/cells.js';
import { RecordList } from '../../../ui/list/record-list.js';
import { type Column, useColumns } from '../../../ui/list/use-columns.js';
import { PageBar } from '../../../ui/page-bar.js';
import { EmptyState } from '../../../ui/states.js';
import { StageDot } from '../../../ui/tag.js';
import { TaskSections } from '../section-nav.js';
import { Progress } from './progress.js';
import { NewProject } from './project-form.js';
import s from './projects.module.css';

const noChange = () => undefined;

/** The projects that one may see: those at work, or those in the archive. */
export default function ProjectsPage() {
  const { t } = useTranslation(['tasks', 'core']);
  const may = useMay();
  const go = useGo();
  const [query, setQuery] = useAddressQuery();
  const [creating, setCreating] = useState(false);
  useHeading(t('project.plural'));
  useLive('tasks.project', 'tasks.task');
  const isArchive = query.view === 'archive';
  const list = useRecordList<Project>('tasks.project', projectEndpoints.list, { 'archivedAt.empty': !isArchive, sort: '-createdAt' });
  const columns = useColumns<Project>(
    useMemo(
      (): Column<Project>[] => [
        {
          id: 'name',
          label: t('field.name'),
          width: 260,
          grow: 2,
          always: true,
          card: 'title',
          render: (one) => <StageDot colour={one.colour}>{one.name}</StageDot>,
        },
        { id: 'progress', label: t('project.progress'), width: 220, card: 'line', render: (one) => <Progress of={one} /> },
        { id: 'ownerId', label: t('field.ownerId'), width: 170, card: 'line', render: (one) => <Owner id={one.ownerId} /> },
        { id: 'visibility', label: t('field.visibility'), width: 230, card: 'line', render: (one) => one.visibility && t(`visibility.${one.visibility}`) },
        { id: 'endOn', label: t('field.endOn'), width: 120, card: 'end', render: (one) => <Day value={one.endOn} /> },
      ],
      [t],
    ),
    undefined,
    noChange,
  );
  const begin = may('tasks.project.create') ? { label: t('project.new'), icon: 'plus' as const, onClick: () => setCreating(true) } : undefined;
  return (
    <div className={s.page}>
      <TaskSections current="/tasks/projects" />
      <PageBar
        views={[
          { id: 'work', label: t('project.atWork') },
          { id: 'archive', label: t('project.inArchive') },
        ]}
        view={isArchive ? 'archive' : 'work'}
        onView={(view) => setQuery({ ...query, view: view === 'archive' ? view : undefined })}
        {...(begin ? { primary: begin } : {})}
      />
      {list.isError && list.items.length === 0 ? (
        <ListFailed error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <RecordList<Project>
          label={t('project.plural')}
          items={list.items}
          columns={columns}
          titleOf={(one) => one.name}
          onOpen={(one) => go(`/tasks/projects/${one.id}`)}
          hrefOf={(one) => `/tasks/projects/${one.id}`}
          loading={list.isPending}
          hasMore={list.hasNextPage}
          loadingMore={list.isFetchingNextPage}
          onEndReached={() => void list.fetchNextPage()}
          empty={
            isArchive ? (
              <EmptyState icon="archive" title={t('empty.archive.title')} text={t('empty.archive.text')} />
            ) : (
              <EmptyState icon="board" title={t('empty.project.title')} text={t('empty.project.text')} {...(begin ? { action: begin } : {})} />
            )
          }
        />
      )}
      {creating && <NewProject onMade={(made) => go(`/tasks/projects/${made.id}`)} onClose={() => setCreating(false)} />}
    </div>
  );
}
