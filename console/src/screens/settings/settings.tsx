import type { ComponentType } from 'preact';
import { has } from '../../api/client.ts';
import { makeHash, place } from '../../app/router.ts';
import { useScreen } from '../../app/screen.ts';
import { may } from '../../app/session.ts';
import { type Phrase, t } from '../../i18n/index.ts';
import { PageFrame } from '../../parts/page.tsx';
import { Agents } from './agents.tsx';
import { Brand } from './brand.tsx';
import { Hours } from './hours.tsx';
import { Macros } from './macros.tsx';
import { Mine } from './mine.tsx';
import { Prepared } from './prepared.tsx';
import { Promises } from './promises.tsx';
import { Tokens } from './tokens.tsx';

interface Section {
  name: string;
  title: Phrase;
  route: string;
  scope: string;
  Part: ComponentType;
}

const ALL: Section[] = [
  { name: 'me', title: 'Me', route: 'GET /me', scope: '', Part: Mine },
  { name: 'agents', title: 'Agents and roles', route: 'GET /agents', scope: 'agents:read', Part: Agents },
  { name: 'tokens', title: 'API tokens', route: 'GET /api-tokens', scope: 'tokens:read', Part: Tokens },
  {
    name: 'canned',
    title: 'Prepared texts',
    route: 'POST /canned',
    scope: 'conversations:write',
    Part: Prepared,
  },
  { name: 'macros', title: 'Macros', route: 'GET /macros', scope: 'conversations:read', Part: Macros },
  { name: 'sla', title: 'What is promised', route: 'GET /sla', scope: 'settings:read', Part: Promises },
  {
    name: 'hours',
    title: 'Business hours',
    route: 'GET /business-hours',
    scope: 'settings:read',
    Part: Hours,
  },
  { name: 'brand', title: 'The brand', route: 'GET /settings', scope: 'settings:read', Part: Brand },
];

export function SettingsScreen() {
  useScreen('settings', t('Settings'), true);
  const sections = ALL.filter((each) => has(each.route) && (!each.scope || may(each.scope)));
  const here = sections.find((each) => each.name === place.value.parts[1]) ?? sections[0]!;
  return (
    <PageFrame title={t('Settings')}>
      <nav class="views" aria-label={t('Sections')}>
        {sections.map((each) => (
          <a
            key={each.name}
            href={makeHash(['settings', each.name])}
            aria-current={each === here ? 'page' : undefined}
          >
            {t(each.title)}
          </a>
        ))}
      </nav>
      <here.Part />
    </PageFrame>
  );
}
