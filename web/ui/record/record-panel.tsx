import { Drawer } from '@mantine/core';
import { type ReactNode, useDeferredValue, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionMenu, type Entry } from '../action-menu.js';
import { Button, IconButton } from '../button.js';
import { cx } from '../cx.js';
import feedback from '../feedback.module.css';
import { showNote } from '../feedback-store.js';
import type { IconName } from '../icon.js';
import { SkeletonRows } from '../skeleton.js';
import { useFocusBack } from '../use-focus-back.js';
import { usePhone } from '../use-media.js';
import { useLinesRoom } from './lines-place.js';
import s from './record-panel.module.css';
import { type RecordTab, RecordTabs } from './record-tabs.js';
import { usePanelKeys } from './use-panel-keys.js';

export interface RecordPanelProps {
  opened: boolean;
  onClose: () => void;
  /** What it is, or the record's own title. */
  title: string;
  /** Above the title: kind, number, client. */
  overline?: ReactNode;
  amount?: ReactNode;
  /** The one thing to do next. */
  primary?: { label: string; icon?: IconName; onClick: () => void; busy?: boolean };
  menu?: Entry[];
  /** Place in the list or board behind: "3 of 8 in Quote". */
  position?: { index: number; count: number; where?: string };
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
  /** Address to copy. */
  address?: string;
  stages?: ReactNode;
  tabs?: readonly RecordTab[];
  tab?: string;
  onTab?: (id: string) => void;
  fields?: ReactNode;
  timeline?: ReactNode;
  /** Content of a tab other than the first; stands instead of fields and timeline. */
  children?: ReactNode;
  /** The record is on its way: what is above the body keeps its place, so that nothing jumps when it is there. */
  loading?: boolean | undefined;
}

/** A record over its list: its own address, Esc closes, J and K go to the next and the previous. On a phone it is the page. */
export function RecordPanel(props: RecordPanelProps) {
  const { opened, onClose, title, onPrevious, onNext, tabs, tab, onTab } = props;
  const { t } = useTranslation('ui');
  useFocusBack(opened);
  const phone = usePhone();
  const panelId = useId();
  const room = useLinesRoom();
  usePanelKeys({ opened, onClose, onPrevious, onNext });
  const copy = async (address: string) => {
    await navigator.clipboard?.writeText(new URL(address, window.location.href).href);
    showNote({ text: t('record.copied') });
  };
  const { position, address } = props;
  const menu: Entry[] = [
    ...(phone && address ? [{ id: 'copy', label: t('record.copy'), icon: 'link' as const, onSelect: () => void copy(address) }] : []),
    ...(props.menu ?? []),
  ];
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      position="right"
      size={phone ? '100%' : 'min(1000px, calc(100% - 80px))'}
      padding={0}
      transitionProps={{ duration: phone ? 0 : 180 }}
      closeOnEscape={false}
    >
      <Drawer.Overlay className={feedback.scrim} />
      <Drawer.Content classNames={{ content: s.panel }} radius={0}>
        <div ref={room} className={s.lines} />
        <div className={cx(s.head, props.loading && s.loading)}>
          <div className={s.nav}>
            <IconButton icon="up" label={t('record.previous')} disabled={!onPrevious} onClick={onPrevious} />
            <IconButton icon="down" label={t('record.next')} disabled={!onNext} onClick={onNext} />
            {position && <span className={s.position}>{position.where ? t('record.positionIn', position) : t('record.position', position)}</span>}
            <span className={s.gap} />
            {address && !phone && (
              <Button look="quiet" icon="link" onClick={() => void copy(address)}>
                {t('record.copy')}
              </Button>
            )}
            {menu.length > 0 && <ActionMenu label={t('record.more')} entries={menu} />}
            <IconButton icon="x" label={t('record.close')} onClick={onClose} />
          </div>
          <div className={s.title}>
            <div className={s.words}>
              {props.overline !== undefined && <p className={s.overline}>{props.overline}</p>}
              <Drawer.Title className={s.name} tabIndex={-1} data-autofocus data-panel-title>
                {title}
              </Drawer.Title>
            </div>
            {props.amount && <p className={s.amount}>{props.amount}</p>}
            {props.primary && (
              <Button
                look="primary"
                icon={props.primary.icon}
                busy={props.primary.busy}
                // The first click may have made it another step already: the second one of a double click takes none.
                onClick={(event) => event.detail < 2 && props.primary?.onClick()}
              >
                {props.primary.label}
              </Button>
            )}
          </div>
          {props.stages}
          {tabs && tabs.length > 0 && (
            <RecordTabs tabs={tabs} tab={tab ?? tabs[0]?.id ?? ''} onTab={(id) => onTab?.(id)} label={t('record.parts')} panelId={panelId} />
          )}
        </div>
        <PanelBody {...props} id={panelId} />
      </Drawer.Content>
    </Drawer.Root>
  );
}

/** Fields and timeline, or what stands instead of them. */
function PanelBody({ id, title, tabs, tab, loading, children, timeline, fields }: RecordPanelProps & { id: string }) {
  const { t } = useTranslation('ui');
  const own = children !== undefined && children !== null && children !== false;
  // Drawn in small steps behind the placeholder, so that keys and clicks meanwhile are answered.
  const isDrawing = useDeferredValue(loading === true, true);
  const isThere = !loading && !isDrawing;
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a name
    <div
      key={isThere ? 'loaded' : 'loading'}
      id={id}
      role={tabs ? 'tabpanel' : 'group'}
      aria-label={tabs?.find((each) => each.id === tab)?.label ?? title}
      className={own && isThere ? s.single : s.body}
      tabIndex={own ? 0 : undefined}
    >
      {!isThere ? (
        <>
          <section className={s.timeline}>
            <SkeletonRows rows={4} label={title} />
          </section>
          <section className={s.fields} aria-hidden="true">
            <SkeletonRows rows={8} label={title} />
          </section>
        </>
      ) : own ? (
        children
      ) : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className={s.timeline} aria-label={t('timeline.label')} tabIndex={0}>
            {timeline}
          </section>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className={s.fields} aria-label={t('record.fields')} tabIndex={0}>
            {fields}
          </section>
        </>
      )}
    </div>
  );
}
