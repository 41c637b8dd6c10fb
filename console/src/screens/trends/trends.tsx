import { useState } from 'preact/hooks';
import { makeHash, place, replaceHash } from '../../app/router.ts';
import { isShown, useScreen } from '../../app/screen.ts';
import { formatNumber, t, word } from '../../i18n/index.ts';
import { CheckField, ChoiceField } from '../../parts/form.tsx';
import { PageFrame } from '../../parts/page.tsx';
import {
  BY,
  Content,
  Hours,
  Kept,
  type Looked,
  Moods,
  Topics,
  useFigures,
  Voices,
  Volume,
  Waits,
} from './figures.tsx';
import { Messages, mayOpenMessages, type Picked } from './messages.tsx';
import { AgentsLoad, BacklogByAge } from './now.tsx';

const DAYS = [7, 30, 90];

export function TrendsScreen() {
  const query = place.value.query;
  const looked: Looked = {
    by: BY.find((each) => each === query.get('by')) ?? 'day',
    days: DAYS.find((each) => String(each) === query.get('days')) ?? 30,
    isCompared: query.get('compare') === 'yes',
  };
  const { by, days, isCompared } = looked;
  const set = (change: Record<string, string>) =>
    replaceHash(
      makeHash(['trends'], { by, days: String(days), compare: isCompared ? 'yes' : '', ...change }),
    );
  return (
    <Body
      key={JSON.stringify(looked)}
      looked={looked}
      controls={
        <>
          <ChoiceField
            label={t('By')}
            value={by}
            choices={BY.map((each) => [each, word(each)])}
            onChange={(value) => set({ by: value })}
          />
          <ChoiceField
            label={t('Last days')}
            value={String(days)}
            choices={DAYS.map((each) => [String(each), formatNumber(each)])}
            onChange={(value) => set({ days: value })}
          />
          <CheckField
            label={t('Compare with the days before')}
            isOn={isCompared}
            onChange={(isOn) => set({ compare: isOn ? 'yes' : '' })}
          />
        </>
      }
    />
  );
}

function Body({ looked, controls }: { looked: Looked; controls: preact.ComponentChildren }) {
  const figures = useFigures(looked);
  const [picked, setPicked] = useState<Picked>();
  const onPick = mayOpenMessages() ? setPicked : undefined;
  const { volume, moods, waits, topics } = figures;
  useScreen('trends', t('Trends'), [volume, moods, waits, topics].every(isShown));
  return (
    <PageFrame title={t('Trends')} actions={controls}>
      {onPick && <p class="quiet small">{t('A bar, or its number in the table, opens its messages.')}</p>}
      <Volume looked={looked} figures={figures} onPick={onPick} />
      <Moods looked={looked} figures={figures} onPick={onPick} />
      <Waits looked={looked} figures={figures} />
      <Kept looked={looked} />
      <Content looked={looked} />
      <BacklogByAge />
      <AgentsLoad />
      <Voices looked={looked} />
      <Topics figures={figures} onPick={onPick} />
      <Hours looked={looked} />
      {picked && <Messages picked={picked} onClose={() => setPicked(undefined)} />}
    </PageFrame>
  );
}
