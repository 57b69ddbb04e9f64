import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ModuleCard, type ModuleState, moduleEndpoints } from '../../../../server/contracts/core/modules.js';
import { Button } from '../../../ui/button.js';
import { dayOf } from '../../../ui/format.js';
import { Icon } from '../../../ui/icon.js';
import { ProgressLine } from '../../../ui/progress-line.js';
import { useFormat } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import { useCostWords } from '../../cost-words.js';
import { Loaded } from '../loaded.js';
import { PageHead } from '../page-head.js';
import s from '../settings.module.css';
import { Archives, archivesQuery } from './archives.js';
import { Interrupted } from './interrupted.js';
import { LeaveDialog, type Move } from './leave-dialog.js';
import { iconOf, ModuleRow } from './module-row.js';
import m from './modules.module.css';
import { Numbers } from './numbers.js';
import { PreviewDialog, type Step } from './preview-dialog.js';

function Modules({ cards }: { cards: ModuleCard[] }) {
  const { t } = useTranslation('core');
  const costWords = useCostWords();
  const f = useFormat();
  const [step, setStep] = useState<{ card: ModuleCard; step: Step } | null>(null);
  const [move, setMove] = useState<Move | null>(null);
  const archives = useQuery(archivesQuery).data?.items ?? [];
  const archiveOf = (card: ModuleCard) => archives.find(({ name }) => name === card.archive?.name);
  const attachOf = (card: ModuleCard) => {
    const archive = archiveOf(card);
    return archive && (() => setMove({ step: 'attach', card, archive }));
  };
  const order: ModuleState[] = ['failed', 'on', 'parked', 'archived'];
  const here = cards.filter((card) => order.includes(card.state)).sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const absent = cards.filter((card) => !order.includes(card.state));
  const bytes = here.every((card) => card.bytes !== null) ? here.reduce((sum, card) => sum + (card.bytes ?? 0), 0) : null;
  return (
    <>
      <div className={m.head}>
        <PageHead title={t('settings.modules')} text={t('modules.text')} />
        <dl>
          <div>
            <dt>{t('modules.areOn')}</dt>
            <dd>{t('modules.onOf', { on: cards.filter((card) => card.state === 'on').length, all: cards.length })}</dd>
          </div>
          {bytes !== null && (
            <div>
              <dt>{t('modules.data')}</dt>
              <dd>{f.size(bytes)}</dd>
            </div>
          )}
        </dl>
      </div>
      <Interrupted cards={cards} />
      {cards.some(({ work }) => work !== null) && (
        <div className={m.working}>
          {cards.flatMap(({ id, name, work }) =>
            work ? [<ProgressLine key={id} title={t(`modules.working.${work.action}`, { name })} done={work.done} total={work.total || null} />] : [],
          )}
        </div>
      )}
      {here.length === 0 ? (
        <p className={s.card}>{t('modules.none')}</p>
      ) : (
        <div className={`${s.card} ${s.plain}`}>
          <table className={s.table}>
            <thead>
              <tr>
                <th scope="col">{t('modules.module')}</th>
                <th scope="col">{t('modules.stateColumn')}</th>
                <th scope="col">{t('modules.holds')}</th>
                <th scope="col" className={s.number}>
                  {t('modules.onDisk')}
                </th>
                {['tables', 'routes', 'jobs'].map((each) => (
                  <th key={each} scope="col" className={`${s.number} ${s.wide}`}>
                    {t(`modules.${each}`)}
                  </th>
                ))}
                <th scope="col">
                  <span className="visually-hidden">{t('people.actionsColumn')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {here.map((card) => (
                <ModuleRow
                  key={card.id}
                  card={card}
                  onStep={(next) => setStep({ card, step: next })}
                  onMove={(next) => setMove({ card, step: next })}
                  archive={archiveOf(card)}
                  onAttach={attachOf(card)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {absent.length > 0 && (
        <section className={s.section}>
          <h3>{t('modules.notAdded')}</h3>
          <p>{t('modules.notAddedText')}</p>
          <ul className={m.absent}>
            {absent.map((card) => (
              <li key={card.id}>
                <Icon name={iconOf(card)} />
                <span>
                  <b>{card.name}</b>
                  <small>{card.what}</small>
                  {card.state === 'purged' && card.since && (
                    <small>{t('modules.purgedSince', { day: f.dayFull(dayOf(new Date(card.since), f.timeZone)) })}</small>
                  )}
                  {card.cost && <small>{costWords(card.cost)}</small>}
                </span>
                <Button icon="plus" onClick={() => setStep({ card, step: 'add' })} aria-label={t('modules.addOne', { name: card.name })}>
                  {t('modules.add')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Archives cards={cards} onAttach={(card, archive) => setMove({ step: 'attach', card, archive })} />
      <Numbers cards={cards} />
      {move && <LeaveDialog move={move} now={cards.find(({ id }) => id === move.card.id)} onClose={() => setMove(null)} />}
      {step && <PreviewDialog card={step.card} step={step.step} cards={cards} onClose={() => setStep(null)} />}
    </>
  );
}

export default function ModulesPage() {
  const query = useQuery({
    queryKey: ['core.module', 'list'],
    queryFn: () => call(moduleEndpoints.list),
    staleTime: 0,
    refetchInterval: (now) => (now.state.data?.items.some(({ work }) => work !== null) ? 700 : false),
  });
  return <Loaded query={query}>{({ items }) => <Modules cards={items} />}</Loaded>;
}
