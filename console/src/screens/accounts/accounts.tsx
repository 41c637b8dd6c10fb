import { useState } from 'preact/hooks';
import { api, has, type Schemas, take } from '../../api/client.ts';
import { usePages } from '../../app/pages.ts';
import { isShown, useScreen } from '../../app/screen.ts';
import { may } from '../../app/session.ts';
import { t, word } from '../../i18n/index.ts';
import { attempt, MoreButton, Once, PageFrame } from '../../parts/page.tsx';
import { namePlatform, PlatformMark } from '../../parts/platform.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { Words } from '../../parts/text.tsx';
import { AuthorizeDialog, takesToken } from './authorize.tsx';
import { ChangeDialog, SecretsForm } from './change.tsx';
import { ConnectDialog } from './connect.tsx';
import { Health } from './health.tsx';
import { loadAccounts } from './names.ts';

type Account = Schemas['Account'];

export function AccountsScreen() {
  const [isConnecting, setConnecting] = useState(false);
  const accounts = usePages('accounts', (cursor) =>
    take(api.GET('/accounts', { params: { query: { limit: 50, ...(cursor ? { cursor } : {}) } } })),
  );
  useScreen('accounts', t('Accounts'), isShown(accounts));
  const mayChange = may('accounts:write');
  const readAgain = () => {
    void accounts.reload();
    void loadAccounts(true);
  };
  return (
    <PageFrame
      title={t('Accounts')}
      actions={
        mayChange && (
          <button type="button" class="primary" onClick={() => setConnecting(true)}>
            {t('Connect')}
          </button>
        )
      }
    >
      <Shown of={accounts}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t('No account is connected yet.')}>
              <p>{t('Connect one, and what people write there comes to the inbox.')}</p>
            </Empty>
          ) : (
            <div class="cards">
              {list.map((each) => (
                <AccountCard key={each.id} account={each} mayChange={mayChange} onChanged={readAgain} />
              ))}
            </div>
          )
        }
      </Shown>
      <MoreButton pages={accounts} />
      {isConnecting && (
        <ConnectDialog
          onClose={() => {
            setConnecting(false);
            readAgain();
          }}
        />
      )}
    </PageFrame>
  );
}

function AccountCard(props: { account: Account; mayChange: boolean; onChanged: () => void }) {
  const { account, mayChange } = props;
  const [ask, setAsk] = useState<'' | 'change' | 'authorize'>('');
  const [hasToken, setToken] = useState<boolean | undefined>(undefined);
  const [reads, setReads] = useState(0);
  const close = () => setAsk('');
  const authorizing = t(hasToken === undefined ? 'Token' : hasToken ? 'Renew the token' : 'Add a token');
  const isThere = account.state === 'active';
  return (
    <article class="card" data-testid="account" data-id={account.id} data-state={account.state}>
      <header class="bar">
        <PlatformMark platform={account.platform} />
        <h2>
          <Words text={account.title} />
        </h2>
        <span class={isThere ? 'chip good' : 'chip bad'}>{word(account.state)}</span>
      </header>
      <p class="quiet small">
        {namePlatform(account.platform)} · <bdi dir="ltr">{account.native_id}</bdi>
      </p>
      {has('GET /accounts/{id}/health') && (
        <Health key={reads} account={account} onTold={(health) => setToken(health.sending !== null)} />
      )}
      <details>
        <summary>{t('Webhook and secrets')}</summary>
        <Once name={t('Webhook')} value={account.webhook_url} />
        {mayChange && has('POST /endpoints/{id}/secrets') && <SecretsForm account={account} />}
      </details>
      {mayChange && (
        <div class="bar">
          {has('POST /accounts/{id}/test') && <TestButton account={account} />}
          {isThere && takesToken(account.platform) && (
            <button type="button" onClick={() => setAsk('authorize')}>
              {authorizing}
            </button>
          )}
          {isThere && has('PATCH /accounts/{id}') && (
            <button type="button" onClick={() => setAsk('change')}>
              {t('Change')}
            </button>
          )}
        </div>
      )}
      {ask === 'change' && <ChangeDialog account={account} onDone={props.onChanged} onClose={close} />}
      {ask === 'authorize' && (
        <AuthorizeDialog
          id={account.id}
          title={authorizing}
          onClose={() => {
            close();
            setReads(reads + 1);
          }}
        />
      )}
    </article>
  );
}

export function TestButton({ account, onTested }: { account: { id: string }; onTested?: () => void }) {
  const [result, setResult] = useState<Schemas['AccountTest'] | null>(null);
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    await attempt('', async () => {
      setResult(await take(api.POST('/accounts/{id}/test', { params: { path: { id: account.id } } })));
      onTested?.();
    });
    setBusy(false);
  };
  return (
    <div class="bar test">
      <button type="button" disabled={isBusy} onClick={() => void run()}>
        {t('Test')}
      </button>
      {result && (
        <div class="small" role="status">
          <ul class="plain-list">
            <li>
              {t('signed: {answer}', { answer: said(result.signed) })}{' '}
              {mark(result.signed, result.signed !== null && result.signed < 300)}
            </li>
            <li>
              {t('forged: {answer}', { answer: said(result.forged) })}{' '}
              {mark(result.forged, result.forged !== null && result.forged >= 400)}
            </li>
          </ul>
        </div>
      )}
    </div>
  );
}

function said(status: number | null): string {
  if (status === null) return t('cannot be tried');
  return status < 300 ? t('taken') : t('refused ({status})', { status: String(status) });
}

// What could not be tried is neither.
function mark(status: number | null, isGood: boolean): string {
  return status === null ? '' : isGood ? '✓' : '✗';
}
