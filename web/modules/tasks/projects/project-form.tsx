import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { projectEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Project } from '../../../../server/contracts/tasks/records.js';
import { sendOrWait } from '../../../core/offline/outbox.js';
import { useSession } from '../../../core/session.js';
import { pickDefs } from '../../../ui/fields/field-def.js';
import { RecordForm } from '../../../ui/fields/record-form.js';
import { touched, useWork } from '../use-work.js';
import { useProjectDefs } from './use-project-defs.js';

/** A new project: its name and who sees it; the rest behind "More". */
export function NewProject({ onMade, onClose }: { onMade(project: Project): void; onClose(): void }) {
  const { t } = useTranslation('tasks');
  const { person } = useSession();
  const work = useWork();
  const defs = useProjectDefs();
  const initial = useMemo(() => ({ ownerId: person.id, visibility: 'open' }), [person.id]);
  return (
    <RecordForm
      opened
      title={t('project.new')}
      defs={pickDefs(defs, ['name', 'visibility', 'memberIds', 'description', 'ownerId', 'moderatorIds', 'startOn', 'endOn', 'colour'])}
      first={['name', 'visibility', 'memberIds']}
      draftKey="tasks.project.new"
      initial={initial}
      submitLabel={t('project.create')}
      onSubmit={async (values) => {
        const what = [t('project.one'), values.name].join(' · ');
        const made = await sendOrWait(projectEndpoints.create, { body: values as never }, { what, types: touched });
        await work(async () => undefined);
        if (made) onMade(made);
        else onClose();
      }}
      onClose={onClose}
    />
  );
}
