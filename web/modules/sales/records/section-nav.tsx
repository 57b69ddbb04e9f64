import { useTranslation } from 'react-i18next';
import { useMay } from '../../../core/session.js';
import { BesideHeading } from '../../../core/shell/heading.js';
import { Link } from '../../../ui/link.js';
import { usePhone } from '../../../ui/use-media.js';
import s from './section-nav.module.css';

const sections = [
  { path: '/sales/quotes', right: 'sales.quote.read', key: 'quote.plural' },
  { path: '/sales/invoices', right: 'sales.invoice.read', key: 'invoice.plural' },
  { path: '/sales/payments', right: 'sales.payment.read', key: 'payment.plural' },
  { path: '/sales/shipments', right: 'sales.shipment.read', key: 'shipment.plural' },
  { path: '/sales/products', right: 'sales.product.read', key: 'product.plural' },
];

/** The other kinds of sales record beside the heading; on a phone in a row of its own, on the pages that are a list. */
export function SectionNav({ current }: { current?: string }) {
  const phone = usePhone();
  if (!phone) {
    return (
      <BesideHeading>
        <Sections current={current} />
      </BesideHeading>
    );
  }
  return current === undefined ? null : <Sections current={current} />;
}

function Sections({ current }: { current: string | undefined }) {
  const { t } = useTranslation('sales');
  const may = useMay();
  return (
    <nav className={s.nav} aria-label={t('sections')}>
      {sections
        .filter(({ right, path }) => may(right) && path !== current)
        .map(({ path, key }) => (
          <Link key={path} to={path} className={s.link as string}>
            {t(key)}
          </Link>
        ))}
    </nav>
  );
}
