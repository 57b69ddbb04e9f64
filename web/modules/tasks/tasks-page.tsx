import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { taskEndpoints } from '../../../server/contracts/tasks/endpoints.js';
import { call } from '../../core/api.js';
import { useGo, useRouteParams } from '../../core/navigation.js';
import { EditPanel } from '../../core/records/edit-panel.js';
import { ListPage } from '../../core/records/list-page.js';
import { stepsAround } from '../../core/records/step-props.js';
import { useKindDefs } from '../../core/records/use-kind-defs.js';
import { useMay, useSession } from '../../core/session.js';
import { RecordForm } from '../../ui/fields/record-form.js';
import { taskKind } from './kinds.js';

/** The list, the record that is open over it, and the form for a new one. */
export default function TaskPage() {
  const { t } = useTranslation('tasks');
  const may = useMay();
  const go = useGo();
  const client = useQueryClient();
  const { person } = useSession();
  const { id } = useRouteParams();
  const openId = id ? Number(id) : null;
  const defs = useKindDefs(taskKind.declaration);
  const [creating, setCreating] = useState(false);
  return (
    <>
      <ListPage
        kind={taskKind}
        openId={openId}
        begin={may('tasks.task.create') ? { label: t('task.new'), icon: 'plus', onClick: () => setCreating(true) } : undefined}
      >
        {({ ids, open, close }) =>
          openId !== null && (
            <EditPanel
              {...stepsAround(openId, ids, open)}
              id={openId}
              onClose={close}
              kind={taskKind}
              endpoints={taskEndpoints}
              groups={[{ title: 'task.one', fields: ['title', 'ownerId', 'deadlineAt', 'priority', 'projectId'] }]}
              ownerOf={(record) => record.ownerId}
            />
          )
        }
      </ListPage>
      <RecordForm
        opened={creating}
        title={t('task.new')}
        defs={defs}
        first={['title']}
        draftKey="tasks.task.new"
        initial={{ ownerId: person.id }}
        submitLabel={t('task.create')}
        onSubmit={async (values) => {
          const made = await call(taskEndpoints.create, { body: values as never });
          setCreating(false);
          await client.invalidateQueries({ queryKey: ['tasks.task'] });
          go(`/tasks/tasks/${made.id}`);
        }}
        onClose={() => setCreating(false)}
      />
    </>
  );
}
