import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dismissalEndpoints, type Person, peopleEndpoints } from '../../../../server/contracts/core/people.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { useFormat } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import { FormProblem, SelectField } from '../../form/field.js';
import f from '../../form/form.module.css';
import { useForm } from '../../form/use-form.js';
import { recordsName } from '../../module-words.js';
import { Loaded } from '../loaded.js';
import s from '../settings.module.css';
import { usePersonActions } from './person-actions.js';

/** Ends somebody's access; says first what they are responsible for, and asks to whom it goes. */
export function DismissDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation('core');
  const format = useFormat();
  const actions = usePersonActions();
  const [toId, setToId] = useState('');
  const holdings = useQuery({
    queryKey: ['core.person', 'holdings', person.id],
    queryFn: async () => (await call(dismissalEndpoints.holdings, { params: { id: person.id } })).items,
    gcTime: 0,
  });
  const others = useQuery({
    queryKey: ['core.person', 'list', 'successors'],
    queryFn: async () => (await call(peopleEndpoints.list, { query: { limit: 200, status: 'active' } })).items,
  });
  const form = useForm(
    async () => {
      await actions.dismiss(person, toId ? Number(toId) : null);
      onClose();
    },
    () => ({}),
  );
  return (
    <Dialog
      opened
      title={t('people.dismissTitle', { name: person.name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="danger" busy={form.busy} disabled={!holdings.data} onClick={() => void form.submit()}>
            {t('people.dismiss')}
          </Button>
        </>
      }
    >
      <form ref={form.form} className={f.form} onSubmit={(event) => void form.submit(event)} noValidate>
        <FormProblem>{form.problem}</FormProblem>
        <p>{t('people.dismissText')}</p>
        <Loaded query={holdings} rows={2}>
          {(items) =>
            items.length === 0 ? (
              <p className={s.quiet}>{t('people.holdsNothing', { name: person.name })}</p>
            ) : (
              <>
                <div>
                  <p>{t('people.holds', { name: person.name })}</p>
                  <ul>
                    {items.map(({ type, count }) => (
                      <li key={type}>
                        {recordsName(type)}: <b>{format.number(count)}</b>
                      </li>
                    ))}
                  </ul>
                </div>
                <SelectField
                  label={t('people.handTo')}
                  empty={t('people.handToNobody')}
                  value={toId}
                  onChange={setToId}
                  error={form.errors.toPersonId}
                  autoFocus
                  help={t(toId ? 'people.handHelp' : 'people.keepHelp')}
                  options={(others.data ?? []).filter((each) => each.id !== person.id).map((each) => ({ value: String(each.id), label: each.name }))}
                />
              </>
            )
          }
        </Loaded>
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
