import { Link } from '@tanstack/react-router';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../server/contracts/core/people.js';
import { PersonName } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { PhoneLink } from '../../ui/phone-link.js';
import { EmptyState } from '../../ui/states.js';
import { BareSelect } from '../form/field.js';
import f from '../form/form.module.css';
import { useAddressQuery } from '../navigation.js';
import { useDepartments, usePeople } from '../settings/people/data.js';
import p from '../settings/settings.module.css';
import { useHeading } from '../shell/heading.js';
import { Waiting } from '../states/waiting.js';
import { useProblemWords } from '../words.js';
import s from './people.module.css';
import { photoOf } from './photo.js';

/** Everybody who works here; who has left is found in the settings. */
const working = 'active,invited,no-sign-in';

function Row({ person, department }: { person: Person; department: string | undefined }) {
  return (
    <tr>
      <td>
        <Link to={`/people/${person.id}` as never} className={s.personLink}>
          <PersonName name={person.name} photo={photoOf(person)} />
        </Link>
        {person.position && <small>{person.position}</small>}
      </td>
      <td>{department}</td>
      <td>{person.phone && <PhoneLink phone={person.phone} />}</td>
      <td>{person.email && <a href={`mailto:${person.email}`}>{person.email}</a>}</td>
    </tr>
  );
}

/** The staff list: found by name or e-mail, narrowed to a department; what is looked for stands in the address. */
export default function StaffPage() {
  const { t } = useTranslation('core');
  useHeading(t('staff.title'));
  const [asked, setAsked] = useAddressQuery();
  const departments = useDepartments().data ?? [];
  const words = useProblemWords('reading');
  const query = usePeople(useDeferredValue(asked.q ?? ''), asked.department ?? '', working);
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={s.page}>
      <div className={p.tools}>
        <input
          type="search"
          className={f.input}
          placeholder={t('people.find')}
          aria-label={t('people.find')}
          value={asked.q ?? ''}
          onChange={(event) => setAsked({ ...asked, q: event.target.value })}
        />
        {departments.length > 0 && (
          <BareSelect
            name={t('person.department')}
            value={asked.department ?? ''}
            onChange={(department) => setAsked({ ...asked, department })}
            empty={t('people.allDepartments')}
            options={departments.map((each) => ({ value: String(each.id), label: each.name }))}
          />
        )}
      </div>
      <div className={`${p.card} ${p.plain}`}>
        {query.isPending && <Waiting />}
        {query.isError && <p className={p.card}>{words(query.error)}</p>}
        {query.isSuccess && people.length === 0 && <EmptyState icon="people" title={t('people.none')} />}
        {people.length > 0 && (
          <table className={p.table}>
            <thead>
              <tr>
                {['person.name', 'person.department', 'person.phone', 'person.email'].map((key) => (
                  <th key={key} scope="col">
                    {t(key)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <Row key={person.id} person={person} department={departments.find((each) => each.id === person.departmentId)?.name} />
              ))}
            </tbody>
          </table>
        )}
        {query.hasNextPage && (
          <div className={p.more}>
            <Button look="quiet" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t('people.more')}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
