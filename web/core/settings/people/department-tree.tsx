import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Department } from '../../../../server/contracts/core/people.js';
import { ActionMenu, type Entry } from '../../../ui/action-menu.js';
import { cx } from '../../../ui/cx.js';
import { Icon } from '../../../ui/icon.js';
import { useScrollAtEdge } from '../../../ui/use-scroll-at-edge.js';
import { useReference } from '../../references.js';
import settings from '../settings.module.css';
import s from './department-tree.module.css';
import { below, inTreeOrder } from './tree.js';

/** The place at the top, beside the departments that can be put under. */
const top = 0;

function Name({ id }: { id: number | null }) {
  return <>{useReference('core.person', id)?.title}</>;
}

/** The place under a finger or the mouse: a department's number, `top`, or nothing. */
function placeAt(x: number, y: number): number | undefined {
  const row = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-place]');
  return row ? Number(row.dataset.place) : undefined;
}

interface Lifted {
  department: Department;
  /** Under which it would come; undefined: nowhere, it stays. */
  target: number | undefined;
}

/**
 * Departments as a tree. One is taken by its handle and put on another, by mouse, pen or finger; with the keyboard it is
 * lifted with the space bar, the arrows choose, Enter puts it down, Escape leaves it where it was.
 */
export function DepartmentTree({
  all,
  onMove,
  entries,
}: {
  all: Department[];
  onMove: (department: Department, parentId: number | null) => Promise<void>;
  entries: (department: Department) => Entry[];
}) {
  const { t } = useTranslation('core');
  const [lifted, setLifted] = useState<Lifted | null>(null);
  const [said, setSaid] = useState('');
  const dragging = useRef(false);
  const page = useScrollAtEdge();
  /** As it is now, also between two renderings: a finger may be lifted right after it has moved. */
  const current = useRef<Lifted | null>(null);
  const put = (next: Lifted | null) => {
    current.current = next;
    setLifted(next);
  };
  const rows = inTreeOrder(all);
  const nameOf = (place: number) => (place === top ? t('departments.atTop') : (all.find((each) => each.id === place)?.name ?? ''));
  // Under itself or what belongs to it a department cannot come.
  const placesFor = (department: Department): number[] => {
    const own = below(all, department.id);
    return [top, ...rows.map((row) => row.department.id).filter((id) => !own.has(id))];
  };
  const aim = (now: Lifted, target: number | undefined) => {
    const fits = target !== undefined && placesFor(now.department).includes(target) ? target : undefined;
    if (fits === now.target) return;
    put({ ...now, target: fits });
    if (fits !== undefined) setSaid(t('departments.over', { name: now.department.name, parent: nameOf(fits) }));
  };
  const drop = ({ department, target }: Lifted) => {
    page.stop();
    put(null);
    setSaid('');
    if (target !== undefined) void onMove(department, target === top ? null : target);
  };
  const cancel = () => {
    page.stop();
    dragging.current = false;
    put(null);
    setSaid(t('departments.stays'));
  };

  const handle = (department: Department) => ({
    onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      dragging.current = true;
      put({ department, target: undefined });
    },
    onPointerMove: (event: PointerEvent<HTMLButtonElement>) => {
      if (!dragging.current || !current.current) return;
      const { clientX: x, clientY: y } = event;
      aim(current.current, placeAt(x, y));
      page.follow(event.currentTarget, y, () => current.current && aim(current.current, placeAt(x, y)));
    },
    onPointerUp: () => {
      if (!dragging.current || !current.current) return;
      dragging.current = false;
      drop(current.current);
    },
    onPointerCancel: cancel,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape' && lifted) {
        event.preventDefault();
        event.stopPropagation();
        return cancel();
      }
      if (event.key === ' ' || event.key === 'Enter') {
        event.preventDefault();
        if (lifted) return drop(lifted);
        put({ department, target: department.parentId ?? top });
        return setSaid(t('departments.lifted', { name: department.name }));
      }
      if (!lifted || !event.key.startsWith('Arrow')) return;
      event.preventDefault();
      const places = placesFor(department);
      const at = places.indexOf(lifted.target ?? top);
      const step = event.key === 'ArrowDown' || event.key === 'ArrowRight' ? 1 : -1;
      // Round at both ends, so that one at the top finds all others whichever arrow is tried.
      aim(lifted, places[(at + step + places.length) % places.length]);
    },
    onBlur: () => {
      if (lifted && !dragging.current) cancel();
    },
  });

  return (
    <div className={`${settings.card} ${s.tree}`}>
      {lifted && (
        <div data-place={top} className={cx(s.row, s.top, lifted.target === top && s.target)}>
          {t('departments.atTop')}
        </div>
      )}
      <ul aria-label={t('departments.title')}>
        {rows.map(({ department, depth }) => (
          <li
            key={department.id}
            data-place={department.id}
            className={cx(s.row, lifted?.department.id === department.id && s.lifted, lifted?.target === department.id && s.target)}
            style={{ paddingInlineStart: 8 + depth * 24 }}
          >
            <button type="button" className={s.handle} aria-label={t('departments.move', { name: department.name })} {...handle(department)}>
              <Icon name="grip" />
            </button>
            <div className={s.words}>
              <b>{department.name}</b>
              <span>
                {department.headId !== null && (
                  <>
                    {t('departments.head')}: <Name id={department.headId} />
                  </>
                )}
                {department.headId !== null && department.deputyId !== null && ' · '}
                {department.deputyId !== null && (
                  <>
                    {t('departments.deputy')}: <Name id={department.deputyId} />
                  </>
                )}
              </span>
            </div>
            <ActionMenu label={t('people.actions', { name: department.name })} entries={entries(department)} />
          </li>
        ))}
      </ul>
      <p className={s.hint}>{t('departments.hint')}</p>
      <div className="visually-hidden" role="status" aria-live="assertive">
        {said}
      </div>
    </div>
  );
}
