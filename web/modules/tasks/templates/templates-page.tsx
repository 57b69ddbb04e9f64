import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type TemplateLine, templateEndpoints } from '../../../../server/contracts/tasks/templates.js';
import { call } from '../../../core/api.js';
import { useGo } from '../../../core/navigation.js';
import { ListFailed } from '../../../core/records/list-states.js';
import { useMay } from '../../../core/session.js';
import { Table } from '../../../core/settings/table.js';
import { useHeading } from '../../../core/shell/heading.js';
import { useProblemWords } from '../../../core/words.js';
import { ActionMenu } from '../../../ui/action-menu.js';
import { Button } from '../../../ui/button.js';
import { Owner } from '../../../ui/cells.js';
import { showError, showUndo } from '../../../ui/feedback.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { EmptyState } from '../../../ui/states.js';
import { Tag } from '../../../ui/tag.js';
import { TaskSections } from '../section-nav.js';
import { EditTemplate } from './edit-template.js';
import { FromTemplate } from './from-template.js';
import s from './templates.module.css';
import { templatesKey, useTemplates } from './use-templates.js';

/** All templates that one has: used, renamed, shared, edited and deleted here; they are made where a task or project is. */
export default function TemplatesPage() {
  const { t } = useTranslation(['tasks', 'core']);
  const may = useMay();
  const go = useGo();
  const client = useQueryClient();
  const words = useProblemWords();
  const list = useTemplates();
  const [open, setOpen] = useState<{ what: 'use' | 'edit'; id: number } | null>(null);
  useHeading(t('template.plural'));
  const again = () => client.invalidateQueries({ queryKey: templatesKey });
  const remove = async ({ id, name }: TemplateLine) => {
    try {
      await call(templateEndpoints.remove, { params: { id } });
    } catch (error) {
      return showError({ text: words(error) });
    }
    await again();
    showUndo({
      text: t('core:record.deleted', { name }),
      onUndo: async () => {
        await call(templateEndpoints.restore, { params: { id } });
        await again();
      },
    });
  };
  const items = list.data?.items ?? [];
  const isEmpty = list.isSuccess && items.length === 0;
  return (
    <div className={s.page}>
      <TaskSections current="/tasks/templates" />
      {isEmpty && (
        <EmptyState
          icon="check"
          title={t('template.none.title')}
          text={t('template.none.text')}
          action={{ label: t('template.none.tasks'), onClick: () => go('/tasks/tasks') }}
          second={{ label: t('template.none.projects'), onClick: () => go('/tasks/projects') }}
        />
      )}
      <div className={s.body} hidden={isEmpty}>
        {list.isPending ? (
          <SkeletonRows rows={4} label={t('core:loading')} />
        ) : list.isError ? (
          <ListFailed error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <Table label={t('template.plural')} columns={[t('field.name'), t('template.of'), t('task.plural'), t('template.who'), t('template.owner')]}>
            {items.map((one) => (
              <tr key={one.id}>
                <td>
                  <b>{one.name}</b>
                </td>
                <td data-label={t('template.of')}>{t(one.of === 'task' ? 'task.one' : 'project.one')}</td>
                <td data-label={t('task.plural')}>{one.taskCount}</td>
                <td data-label={t('template.who')}>
                  <Tag>{t(one.shared ? 'template.isShared' : 'template.isPrivate')}</Tag>
                </td>
                <td data-label={t('template.owner')}>
                  <Owner id={one.ownerId} />
                </td>
                <td>
                  <div className={s.do}>
                    {(one.of === 'task' || may('tasks.project.create')) && (
                      <Button small aria-label={t('template.useOf', { name: one.name })} onClick={() => setOpen({ what: 'use', id: one.id })}>
                        {t('template.use')}
                      </Button>
                    )}
                    {one.mayChange && (
                      <ActionMenu
                        label={t('template.actions', { name: one.name })}
                        entries={[
                          { id: 'edit', label: t('template.edit'), icon: 'edit', onSelect: () => setOpen({ what: 'edit', id: one.id }) },
                          'line',
                          { id: 'delete', label: t('core:record.delete'), icon: 'trash', danger: true, onSelect: () => void remove(one) },
                        ]}
                      />
                    )}
                  </div>
                </td>
              </tr>
            ))}
          </Table>
        )}
        {items.length > 0 && <p className={s.hint}>{t('template.hint')}</p>}
      </div>
      {open?.what === 'use' && <FromTemplate templateId={open.id} onClose={() => setOpen(null)} />}
      {open?.what === 'edit' && <EditTemplate id={open.id} onClose={() => setOpen(null)} />}
    </div>
  );
}
