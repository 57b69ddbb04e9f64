import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { legalLines, paymentLines } from '../../../../server/contracts/core/company.js';
import { brCode } from '../../../../server/contracts/core/pix.js';
import { loadTextsIn } from '../../../core/i18n.js';
import { CompanyMark } from '../../../core/look/company-mark.js';
import { cx } from '../../../ui/cx.js';
import { formatAmount, formatDayLong, formatMoney, formatPercent, formatQuantity } from '../../../ui/format.js';
import s from './paper.module.css';
import type { PaperDocument } from './paper-document.js';
import { PixCode } from './pix-code.js';

/** The page of a document in its own language: the same words and figures as its PDF. On a narrow page the rows stand as blocks. */
export function Paper({ of, activeKey }: { of: PaperDocument; activeKey?: string | null }) {
  const language = useQuery({ queryKey: ['texts', of.language], queryFn: () => loadTextsIn(of.language, ['sales']), staleTime: Number.POSITIVE_INFINITY });
  if (!language.data) return <article className={s.paper} aria-busy="true" />;
  const t = i18next.getFixedT(language.data, 'sales');
  const tongue = of.language;
  const brazilian = of.company.country === 'BR';
  const taxIdWord = t(brazilian ? 'paper.taxIdBR' : 'paper.taxId');
  const reach = [of.company.phone, of.company.email, of.company.site?.replace(/^https?:\/\//, '')].filter(Boolean).join(' · ');
  const legal = legalLines(of.company).map(({ word, value }) => `${t(`paper.${word}`)} ${value}`);
  const payment = of.kind === 'invoice' && of.due?.amount !== 0 ? paymentLines(of.company.country, of.company.bank) : [];
  const pix =
    of.kind === 'invoice' && !of.cancelled && of.number && of.due
      ? brCode({ ...of.company, name: of.company.legalName || of.company.name }, of.due, of.number)
      : null;
  const discounted = of.rows.some((row) => row.discountPercent !== 0);
  const taxed = of.rows.some((row) => row.taxRate !== 0);
  return (
    <article className={s.paper} lang={tongue} aria-label={[t(`paper.${of.kind}`), of.number].filter(Boolean).join(' ')}>
      <header className={s.head}>
        <div className={s.from}>
          {of.company.logo && <CompanyMark logo={of.company.logo} height={44} width={150} />}
          <b className={s.big}>{of.company.name}</b>
          {of.company.legalName && <span>{of.company.legalName}</span>}
          {of.company.address && <span className={s.lines}>{of.company.address}</span>}
          {reach && <span>{reach}</span>}
          {legal.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </div>
        <div className={s.right}>
          <b className={cx(s.big, s.title)}>
            {t(`paper.${of.kind}`)} {of.number}
          </b>
          <span>{formatDayLong(of.day, tongue)}</span>
          {of.validUntil && <span>{t('paper.validUntil', { day: formatDayLong(of.validUntil, tongue) })}</span>}
          {of.cancelled && <b className={s.cancelled}>{t('paper.cancelled')}</b>}
          {of.dueOn && !of.cancelled && <span>{t('paper.dueOn', { day: formatDayLong(of.dueOn, tongue) })}</span>}
        </div>
      </header>
      {of.client.name && (
        <div className={s.to}>
          <span className={s.small}>{t('paper.to')}</span>
          <b>{of.client.name}</b>
          {of.client.attentionOf && <span>{t('paper.attentionOf', { name: of.client.attentionOf })}</span>}
          {of.client.taxId && (
            <span>
              {taxIdWord} {of.client.taxId}
            </span>
          )}
          {of.client.address && <span className={s.lines}>{of.client.address}</span>}
        </div>
      )}
      <table className={s.rows}>
        <thead>
          <tr>
            <th scope="col">{t('paper.item')}</th>
            <th scope="col">{t('paper.quantity')}</th>
            <th scope="col">{t('paper.price')}</th>
            {discounted && <th scope="col">{t('paper.discount')}</th>}
            {taxed && <th scope="col">{t('paper.taxRate')}</th>}
            <th scope="col">{t('paper.rowTotal')}</th>
          </tr>
        </thead>
        <tbody>
          {of.rows.map((row) => (
            <tr key={row.key} className={cx(row.key === activeKey && s.live)}>
              <td className={s.name}>{row.name || ' '}</td>
              <td className={s.quantity}>
                {formatQuantity(row.quantity, tongue)} {row.unit}
              </td>
              <td className={s.price}>{formatAmount(row.price, tongue)}</td>
              {discounted && (
                <td className={s.less} data-label={row.discountPercent ? t('paper.discount') : undefined}>
                  {row.discountPercent ? formatPercent(row.discountPercent, tongue) : ''}
                </td>
              )}
              {taxed && (
                <td className={s.less} data-label={row.taxRate ? t('paper.taxRate') : undefined}>
                  {row.taxRate ? formatPercent(row.taxRate, tongue) : ''}
                </td>
              )}
              <td className={s.net}>{row.net ? formatAmount(row.net, tongue) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className={s.totals}>
        {of.discounts && (
          <>
            <div>
              <dt>{t('paper.gross')}</dt>
              <dd>{formatAmount(of.discounts.gross, tongue)}</dd>
            </div>
            <div>
              <dt>{t('paper.discounts')}</dt>
              <dd>{formatAmount(of.discounts.discount, tongue)}</dd>
            </div>
          </>
        )}
        {of.taxes.length > 0 && of.net && (
          <div>
            <dt>{t('paper.net')}</dt>
            <dd>{formatAmount(of.net, tongue)}</dd>
          </div>
        )}
        {of.taxes.map(({ rate, net, tax }) => (
          <div key={rate}>
            <dt>{t('paper.tax', { rate: formatPercent(rate, tongue), base: formatAmount(net, tongue) })}</dt>
            <dd>{formatAmount(tax, tongue)}</dd>
          </div>
        ))}
        <div className={s.total}>
          <dt>{t('paper.total')}</dt>
          <dd>{of.total ? formatMoney(of.total, tongue) : '–'}</dd>
        </div>
        {of.paid && of.paid.amount > 0 && of.due && (
          <>
            <div>
              <dt>{t('paper.paid')}</dt>
              <dd>{formatMoney(of.paid, tongue)}</dd>
            </div>
            <div className={s.total}>
              <dt>{t('paper.due')}</dt>
              <dd>{formatMoney(of.due, tongue)}</dd>
            </div>
          </>
        )}
      </dl>
      {payment.length > 0 && (
        <div className={s.payment}>
          <b>{t('paper.payment')}</b>
          <dl>
            {payment.map(({ word, value }) => (
              <div key={word}>
                <dt>{t(`paper.${word}`)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
            {of.number && (
              <div>
                <dt>{t('paper.reference')}</dt>
                <dd>{of.number}</dd>
              </div>
            )}
          </dl>
        </div>
      )}
      {pix && <PixCode code={pix} t={t} />}
      {of.terms && (
        <div className={s.terms}>
          <b>{t('paper.terms')}</b>
          <p>{of.terms}</p>
        </div>
      )}
      {brazilian && <p className={s.fiscal}>{t('paper.notFiscal')}</p>}
    </article>
  );
}
