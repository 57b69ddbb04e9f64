import { useTranslation } from 'react-i18next';
import { projectEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Project } from '../../../../server/contracts/tasks/records.js';
import { FieldsConflict } from '../../../core/records/fields-conflict.js';
import { useFieldSaving } from '../../../core/records/use-records.js';
import { Dialog } from '../../../ui/dialog.js';
import { pickDefs } from '../../../ui/fields/field-def.js';
import { FieldsPanel } from '../../../ui/fields/fields-panel.js';
import { useWork } from '../use-work.js';
import { Departments } from './departments.js';
import s from './projects.module.css';
import { useProjectDefs } from './use-project-defs.js';

/** What a project is, who is in it, and who can see it, each changed in its place. */
export function ProjectDialog({ project, mayChange, onClose }: { project: Project; mayChange: boolean; onClose(): void }) {
  const { t } = useTranslation('tasks');
  const work = useWork();
  const defs = useProjectDefs();
  const saving = useFieldSaving<Project>('tasks.project', projectEndpoints.change, project);
  const departments = (project.departmentIds ?? []) as number[];
  return (
    <>
      <Dialog opened title={t('project.about')} onClose={onClose}>
        <p className={s.hint}>{t(`project.seenBy.${project.visibility ?? 'open'}`)}</p>
        <FieldsPanel
          groups={[
            { fields: pickDefs(defs, ['name', 'description', 'startOn', 'endOn', 'colour']) },
            { title: t('project.people'), fields: pickDefs(defs, ['visibility', 'ownerId', 'moderatorIds', 'memberIds']) },
          ]}
          values={project}
          canEdit={mayChange}
          onSave={saving.save}
        />
        <Departments value={departments} onChange={mayChange ? (next) => void work(() => saving.save('departmentIds', next, departments)) : undefined} />
      </Dialog>
      <FieldsConflict type="tasks.project" id={project.id} history={projectEndpoints.history} defs={defs} saving={saving} />
    </>
  );
}
