import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Colleague, type PersonProfile, peopleEndpoints } from '../../../server/contracts/core/people.js';
import { Avatar, PersonName } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { formatClock } from '../../ui/format.js';
import { PhoneLink } from '../../ui/phone-link.js';
import { Tag } from '../../ui/tag.js';
import { ApiProblem, call } from '../api.js';
import { useAddressQuery, useGo, useRouteParams } from '../navigation.js';
import { queryClient } from '../query.js';
import { useMay, useOnlyLooks, useSession } from '../session.js';
import { Loaded } from '../settings/loaded.js';
import { useRoles } from '../settings/people/data.js';
import { InviteDialog } from '../settings/people/invite-dialog.js';
import { PersonDialog } from '../settings/people/person-dialog.js';
import { RightsOf } from '../settings/roles/rights-of.js';
import p from '../settings/settings.module.css';
import { useHeading } from '../shell/heading.js';
import { useViewAs } from '../shell/viewing.js';
import { NotFound } from '../states/not-found.js';
import { zoneName } from '../zone-name.js';
import s from './people.module.css';
import { photoOf } from './photo.js';
import { PhotoField } from './photo-field.js';
import { Sessions } from './sessions.js';
import { TheirTokens } from './their-tokens.js';

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function PersonLink({ person }: { person: Colleague }) {
  return (
    <Link to={`/people/${person.id}` as never} className={s.personLink}>
      <PersonName name={person.name} photo={photoOf(person)} />
    </Link>
  );
}

const departmentAddress = (id: number) => `/people?department=${id}`;

function Facts({ profile }: { profile: PersonProfile }) {
  const { t, i18n } = useTranslation('core');
  const go = useGo();
  const { person, department, head, heads, deputizes, subordinates } = profile;
  const there = formatClock(new Date(), { language: i18n.language, timeZone: person.timeZone });
  const departmentLink = (one: { id: number; name: string }) => (
    <button key={one.id} type="button" className={s.link} onClick={() => go(departmentAddress(one.id))}>
      {one.name}
    </button>
  );
  return (
    <dl className={s.facts}>
      {person.email && (
        <Fact label={t('person.email')}>
          <a href={`mailto:${person.email}`}>{person.email}</a>
        </Fact>
      )}
      {person.phone && (
        <Fact label={t('person.phone')}>
          <PhoneLink phone={person.phone} />
        </Fact>
      )}
      {department && <Fact label={t('person.department')}>{departmentLink(department)}</Fact>}
      {heads.length > 0 && <Fact label={t('profile.heads')}>{heads.map(departmentLink)}</Fact>}
      {deputizes.length > 0 && <Fact label={t('profile.deputizes')}>{deputizes.map(departmentLink)}</Fact>}
      {head && (
        <Fact label={t('profile.head')}>
          <PersonLink person={head} />
        </Fact>
      )}
      {subordinates.length > 0 && (
        <Fact label={t('profile.subordinates')}>
          <ul>
            {subordinates.map((one) => (
              <li key={one.id}>
                <PersonLink person={one} />
              </li>
            ))}
          </ul>
        </Fact>
      )}
      <Fact label={t('company.timeZone')}>{t('profile.there', { zone: zoneName(person.timeZone), time: there })}</Fact>
      <Fact label={t('language.label')}>{t(`language.${person.language}`)}</Fact>
    </dl>
  );
}

function Rights({ roleIds }: { roleIds: number[] }) {
  const { t } = useTranslation('core');
  const known = useRoles().data;
  return (
    <section className={p.card}>
      <div className={s.cardHead}>
        <h2>{t('profile.may')}</h2>
      </div>
      {known && <RightsOf roles={known.items.filter((role) => roleIds.includes(role.id))} permissions={known.permissions} whole={known.whole} />}
    </section>
  );
}

function Who({ person }: { person: PersonProfile['person'] }) {
  const { t } = useTranslation('core');
  return (
    <div className={s.name}>
      <h2>{person.name}</h2>
      {person.position && <p>{person.position}</p>}
      {person.status !== 'active' && <Tag look={person.status === 'dismissed' ? 'warn' : 'plain'}>{t(`people.status.${person.status}`)}</Tag>}
    </div>
  );
}

function Profile({ profile }: { profile: PersonProfile }) {
  const { t } = useTranslation('core');
  const { person } = profile;
  const me = useSession().person.id;
  const looks = useOnlyLooks();
  const may = useMay();
  const go = useGo();
  const viewAs = useViewAs();
  const [query, setQuery] = useAddressQuery();
  const manages = may('core.people.manage');
  const isMe = person.id === me;
  // From a notice that somebody asks for access: at once where roles are given.
  const givesRole = query.do === 'role' && manages;
  const [dialog, setDialog] = useState<'edit' | 'invite' | null>(givesRole ? 'edit' : null);
  const close = () => {
    setDialog(null);
    if (query.do) setQuery({ ...query, do: undefined });
  };
  useHeading(person.name);
  const save = async (photoId: number | null) => {
    await call(peopleEndpoints.change, { params: { id: person.id }, body: { photoId } });
    await queryClient.invalidateQueries({ queryKey: ['core.person'] });
  };
  return (
    <div className={s.profile}>
      <section className={p.card}>
        <header className={s.who}>
          {manages && !isMe ? (
            <PhotoField person={person} onSave={save}>
              <Who person={person} />
            </PhotoField>
          ) : (
            <>
              <Avatar name={person.name} size={72} photo={photoOf(person)} />
              <Who person={person} />
            </>
          )}
          <div className={s.whoActions}>
            {isMe && !looks && <Button onClick={() => go('/me')}>{t('profile.mine')}</Button>}
            {manages && (
              <Button icon="edit" onClick={() => setDialog('edit')}>
                {t('people.edit')}
              </Button>
            )}
            {!isMe && person.status === 'active' && may('core.roles.manage') && (
              <Button icon="eye" onClick={() => void viewAs(person.id)}>
                {t('profile.viewAs')}
              </Button>
            )}
          </div>
        </header>
        <Facts profile={profile} />
      </section>
      {(isMe || manages || may('core.roles.manage')) && <Rights roleIds={person.roleIds} />}
      {manages && !isMe && person.status === 'active' && (
        <>
          <Sessions personId={person.id} />
          <TheirTokens personId={person.id} />
        </>
      )}
      {dialog === 'edit' && <PersonDialog person={person} beginAt={givesRole ? 'roles' : 'name'} onClose={close} onInvite={() => setDialog('invite')} />}
      {dialog === 'invite' && <InviteDialog person={person} onClose={close} />}
    </div>
  );
}

/** One colleague: how to reach them, where they stand, and for who looks after people what their account may do and where it is open. */
export default function PersonPage() {
  const { t } = useTranslation('core');
  const id = Number(useRouteParams().id);
  useHeading(t('staff.title'));
  const query = useQuery({
    queryKey: ['core.person', 'profile', id],
    queryFn: () => call(peopleEndpoints.profile, { params: { id } }),
    enabled: Number.isSafeInteger(id),
  });
  if (!Number.isSafeInteger(id) || (query.error instanceof ApiProblem && [404, 422].includes(query.error.status))) return <NotFound />;
  return (
    <div className={s.page}>
      <Loaded query={query}>{(profile) => <Profile key={profile.person.id} profile={profile} />}</Loaded>
    </div>
  );
}
