import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from '../../ui/link.js';
import { usePhone } from '../../ui/use-media.js';
import { useMay } from '../session.js';
import { BesideHeading } from './heading.js';
import s from './section-nav.module.css';

export interface Section {
  path: string;
  right: string;
  /** Text key with its namespace: `crm:deal.plural`. */
  labelKey: string;
}

interface SectionNavProps {
  label: string;
  sections: readonly Section[];
  /** Path of the list that is open; left out on the page of a single record. */
  current?: string | undefined;
  /** Stands behind them beside the heading, such as the choice of a pipeline. */
  beside?: ReactNode;
}

/** The other kinds of record of a module beside the heading; on a phone in a row of its own, on the pages that are a list. */
export function SectionNav({ beside, ...props }: SectionNavProps) {
  const phone = usePhone();
  if (!phone) {
    return (
      <BesideHeading>
        <Links {...props} />
        {beside}
      </BesideHeading>
    );
  }
  return (
    <>
      {beside && <BesideHeading>{beside}</BesideHeading>}
      {props.current !== undefined && <Links {...props} />}
    </>
  );
}

function Links({ label, sections, current }: Omit<SectionNavProps, 'beside'>) {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <nav className={s.nav} aria-label={label}>
      {sections
        .filter(({ right, path }) => may(right) && path !== current)
        .map(({ path, labelKey }) => (
          <Link key={path} to={path} className={s.link as string}>
            {t(labelKey)}
          </Link>
        ))}
    </nav>
  );
}
