import type { Schemas } from '../../api/client.ts';
import { formatNumber, t } from '../../i18n/index.ts';
import { When } from '../../parts/when.tsx';

// What somebody wrote so far, in figures.
export function Facts({ facts }: { facts: Schemas['Contact']['facts'] }) {
  return (
    <dl class="facts small">
      <dt>{t('messages')}</dt>
      <dd>{formatNumber(facts.interactions)}</dd>
      <dt>{t('negative')}</dt>
      <dd>{formatNumber(facts.negative)}</dd>
      <dt>{t('complaint')}</dt>
      <dd>{formatNumber(facts.complaints)}</dd>
      <dt>{t('first seen')}</dt>
      <dd>
        <When at={facts.first_at} />
      </dd>
    </dl>
  );
}
