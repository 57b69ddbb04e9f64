import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { projectEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Project } from '../../../../server/contracts/tasks/records.js';
import { call } from '../../../core/api.js';
import { useLive } from '../../../core/live.js';
import { useGo, useRouteParams } from '../../../core/navigation.js';
import { Missing } from '../../../core/records/missing.js';
import { useRecord } from '../../../core/records/use-records.js';
import { useWhoSees } from '../../../core/records/who-sees.js';
import { useMay, useMayFor, useOnlyLooks, useSession } from '../../../core/session.js';
import { ActionMenu, type Entry } from '../../../ui/action-menu.js';
import { Avatar } from '../../../ui/avatar.js';
import { confirm, showUndo } from '../../../ui/feedback.js';
import pieces from '../../../ui/pieces.module.css';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { Tag } from '../../../ui/tag.js';
import { useFormat, useReference } from '../../../ui/ui-context.js';
import { TaskSections } from '../section-nav.js';
import { NewTask, newInProject } from '../tasks/new-task.js';
import { SaveTemplate } from '../templates/save-template.js';
import { useWork } from '../use-work.js';
import { TaskScreen } from '../views/task-screen.js';
import { Progress } from './progress.js';
import { ProjectDialog } from './project-dialog.js';
import s from './projects.module.css';
import { StagesDialog } from './stages-dialog.js';

const mostFaces = 5;

function Face({ id }: { id: number }) {
  const person = useReference('core.person', id);
  return person?.title ? <Avatar name={person.title} size={22} /> : null;
}

function Head({ project }: { project: Project }) {
  const { t } = useTranslation(['tasks', 'core']);
  const f = useFormat();
  const go = useGo();
  const work = useWork();
  const whoSees = useWhoSees();
  const may = useMay();
  const mayFor = useMayFor();
  const looks = useOnlyLooks();
  const { person } = useSession();
  const [open, setOpen] = useState<'about' | 'stages' | 'template' | null>(null);
  const { id } = project;
  // Who moderates it may change it whatever the role says; the server has the last word.
  const mayChange = mayFor('tasks.project.change', project.ownerId) || (!looks && project.moderatorIds.includes(person.id));
  const people = [...new Set([...(project.ownerId === null ? [] : [project.ownerId]), ...project.moderatorIds, ...project.memberIds])];
  const set = (isArchived: boolean) => () => call(isArchived ? projectEndpoints.archive : projectEndpoints.unarchive, { params: { id } });
  const archive = async () => {
    const next = project.archivedAt === null;
    if (!(await work(set(next)))) return;
    showUndo({ text: t(next ? 'project.archived' : 'project.unarchived', { name: project.name }), onUndo: () => work.undo(set(!next)) });
  };
  const remove = async () => {
    const asked = { title: t('core:record.deleteTitle', { name: project.name }), text: t('project.deleteText'), action: t('core:record.delete'), danger: true };
    if (!(await confirm(asked)) || !(await work(() => call(projectEndpoints.remove, { params: { id } })))) return;
    go('/tasks/projects');
    const text = t('core:record.deleted', { name: project.name });
    showUndo({ text, onUndo: () => work.undo(() => call(projectEndpoints.restore, { params: { id } })) });
  };
  const menu: Entry[] = [
    { id: 'about', label: t('project.about'), icon: 'info', onSelect: () => setOpen('about') },
    ...(mayChange
      ? [
          { id: 'stages', label: t('stages.title'), icon: 'board' as const, onSelect: () => setOpen('stages') },
          {
            id: 'archive',
            label: t(project.archivedAt === null ? 'project.archive' : 'project.unarchive'),
            icon: 'archive' as const,
            onSelect: () => void archive(),
          },
        ]
      : []),
    ...(may('tasks.task.create') ? [{ id: 'template', label: t('template.saveAs'), icon: 'copy' as const, onSelect: () => setOpen('template') }] : []),
    ...whoSees('tasks.project', id, project.name),
    ...(mayFor('tasks.project.delete', project.ownerId)
      ? ['line' as const, { id: 'delete', label: t('core:record.delete'), icon: 'trash' as const, danger: true, onSelect: () => void remove() }]
      : []),
  ];
  return (
    <div className={s.head}>
      {project.archivedAt !== null && <Tag>{t('project.isArchived')}</Tag>}
      {project.visibility !== null && project.visibility !== 'open' && <Tag icon="lock">{t(`visibility.${project.visibility}`)}</Tag>}
      <Progress of={project} />
      {(project.startOn || project.endOn) && (
        <span className={s.dates}>{[project.startOn, project.endOn].map((day) => (day ? f.dayFull(day) : '…')).join(' – ')}</span>
      )}
      <span className={s.gap} />
      <button type="button" className={s.faces} onClick={() => setOpen('about')}>
        <span className={pieces.vh}>{t('project.peopleCount', { count: people.length })} </span>
        {people.slice(0, mostFaces).map((each) => (
          <Face key={each} id={each} />
        ))}
        {people.length > mostFaces && `+${people.length - mostFaces}`}
      </button>
      <ActionMenu label={t('project.menu')} entries={menu} />
      {open === 'about' && <ProjectDialog project={project} mayChange={mayChange} onClose={() => setOpen(null)} />}
      {open === 'template' && <SaveTemplate of={{ projectId: id }} name={project.name} onClose={() => setOpen(null)} />}
      {open === 'stages' && <StagesDialog projectId={id} onClose={() => setOpen(null)} />}
    </div>
  );
}

/** A project: its board, and its tasks shown in every other way. */
export default function ProjectPage() {
  const { t } = useTranslation(['tasks', 'core']);
  const may = useMay();
  const { id, taskId } = useRouteParams();
  const projectId = Number(id);
  const [creating, setCreating] = useState(false);
  useLive('tasks.project');
  const query = useRecord<Project>('tasks.project', projectEndpoints.get, projectId);
  const project = query.data;
  if (!project)
    return query.isError ? (
      <Missing error={query.error} back="/tasks/projects" onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonRows rows={10} label={t('core:loading')} />
    );
  return (
    <>
      <TaskScreen
        key={projectId}
        nav={
          <>
            <TaskSections />
            <Head project={project} />
          </>
        }
        heading={project.name}
        base={`/tasks/projects/${projectId}`}
        projectId={projectId}
        openId={taskId ? Number(taskId) : null}
        segments={['board', 'list', 'gantt', 'deadlines', 'calendar']}
        view="board"
        begin={may('tasks.task.create') && project.archivedAt === null ? { label: t('task.new'), icon: 'plus', onClick: () => setCreating(true) } : undefined}
      />
      {creating && <NewTask {...newInProject(projectId)} onClose={() => setCreating(false)} />}
    </>
  );
}
