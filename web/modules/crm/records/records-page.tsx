import { type ComponentType, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stage } from '../../../../server/contracts/crm/records.js';
import { useLive } from '../../../core/live.js';
import { useGo, useRouteParams } from '../../../core/navigation.js';
import { Behind } from '../../../core/records/behind.js';
import { type ListAddress, useListAddress } from '../../../core/records/list-address.js';
import { ListBar } from '../../../core/records/list-bar.js';
import type { StepProps } from '../../../core/records/step-props.js';
import type { Stretch } from '../../../core/records/stretches.js';
import { useOpening } from '../../../core/records/use-opening.js';
import { useSteps } from '../../../core/records/use-steps.js';
import { useMay } from '../../../core/session.js';
import { useHeading } from '../../../core/shell/heading.js';
import { Refused } from '../../../core/states/refused.js';
import { filterDefsOf } from '../../../ui/list/filter-def.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { CreateForm } from './create-form.js';
import { type CrmKind, type CrmRecord, pathOf, typeOf } from './crm-kind.js';
import { RecordsBoard } from './records-board.js';
import { RecordsList } from './records-list.js';
import s from './records-page.module.css';
import { CrmSections } from './section-nav.js';
import { useDefs } from './use-defs.js';

export interface PanelProps extends StepProps {
  address: ListAddress;
}

interface RecordsPageProps<T extends CrmRecord> {
  kind: CrmKind<T>;
  /** Stages of the board, or none for kinds without one. */
  stages: readonly Stage[];
  pipelineId: number | null | undefined;
  /** It is not known yet of which pipeline the list is: it is not asked for twice. */
  isAwaited?: boolean;
  /** Values that a new record begins with. */
  initial?: Record<string, unknown>;
  panel: ComponentType<PanelProps>;
  beside?: React.ReactNode;
  /** Filters that always hold, such as the pipeline. */
  fixed?: Record<string, string>;
  /** A right without which there is neither board nor list: it is said in their place. */
  missingRight?: string | undefined;
  /** Moves one on the board; answers whether it is there now. */
  onStage?(record: T, stage: Stage): Promise<boolean>;
}

/** List and board of one kind of CRM record, and the record that is open over them. */
export function RecordsPage<T extends CrmRecord>({
  kind,
  stages,
  pipelineId,
  isAwaited,
  initial,
  panel: Panel,
  beside,
  fixed,
  missingRight,
  onStage,
}: RecordsPageProps<T>) {
  const { t } = useTranslation('crm');
  const may = useMay();
  const go = useGo();
  const params = useRouteParams();
  const type = typeOf(kind);
  const address = useListAddress({ sort: '-createdAt', view: kind.endpoints.board ? 'board' : 'list' });
  const defs = useDefs(kind.declaration, pipelineId);
  const [creating, setCreating] = useState(false);
  // A command from anywhere opens the form by the address, which then forgets it: a reload or the way back shows the list.
  const asked = address.other.new !== undefined;
  const { set } = address;
  useEffect(() => {
    if (!asked) return;
    setCreating(true);
    set({ new: undefined });
  }, [asked, set]);
  const [stretches, onStretches] = useState<readonly Stretch[]>([]);
  useHeading(t(`${kind.name}.plural`));
  useLive(type);

  const openId = params.id ? Number(params.id) : null;
  const isOpening = useOpening(type, address, openId !== null);
  const hrefOf = (record: { id: number }) => `${pathOf(kind)}/${record.id}${address.search}`;
  const open = (record: { id: number }) => go(hrefOf(record));
  const steps = useSteps(openId, stretches, (id) => open({ id }));
  const mayCreate = may(`${type}.create`);
  const begin = mayCreate ? { label: t(`${kind.name}.new`), icon: 'plus' as const, onClick: () => setCreating(true) } : undefined;
  const shared = {
    kind,
    address,
    stages,
    fixed: fixed ?? {},
    filterDefs: filterDefsOf(defs, t([`${kind.name}.field.createdAt`, 'field.createdAt'])),
    defs,
    onOpen: open,
    hrefOf,
    openId,
    onStretches,
    begin,
  };
  const meanwhile = <SkeletonRows rows={12} label={t(`${kind.name}.plural`)} />;
  return (
    <div className={s.page}>
      <CrmSections current={pathOf(kind)} beside={beside} />
      {!missingRight && (
        <ListBar
          type={type}
          address={address}
          owner={kind.declaration.owner}
          {...(kind.endpoints.board
            ? {
                segments: [
                  { id: 'board', label: t('view.board'), icon: 'board' as const },
                  { id: 'list', label: t('view.list'), icon: 'list' as const },
                ],
                onSegment: (view: string) => address.set({ view }),
              }
            : {})}
          {...(begin ? { primary: begin } : {})}
        />
      )}
      {missingRight ? (
        <Refused right={missingRight} />
      ) : isOpening || isAwaited ? (
        meanwhile
      ) : (
        <Behind type={type} isCovered={openId !== null} meanwhile={meanwhile}>
          {address.view === 'board' && onStage ? <RecordsBoard<T> {...shared} onStage={onStage} /> : <RecordsList<T> {...shared} />}
        </Behind>
      )}
      {openId !== null && <Panel {...steps} id={openId} address={address} onClose={() => go(`${pathOf(kind)}${address.search}`)} />}
      <CreateForm
        opened={creating}
        kind={kind}
        defs={defs}
        firstStage={stages[0]}
        initial={initial}
        draftKey={`${type}.new`}
        onMade={(made) => {
          setCreating(false);
          if (made) open(made);
        }}
        onClose={() => setCreating(false)}
      />
    </div>
  );
}
