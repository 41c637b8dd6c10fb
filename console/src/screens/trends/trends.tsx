import { makeHash, place, replaceHash } from '../../app/router.ts';
import { isShown, useScreen } from '../../app/screen.ts';
import { formatNumber, t, word } from '../../i18n/index.ts';
import { CheckField, ChoiceField } from '../../parts/form.tsx';
import { PageFrame } from '../../parts/page.tsx';
import {
  BY,
  Content,
  Kept,
  type Looked,
  Moods,
  Topics,
  useFigures,
  Voices,
  Volume,
  Waits,
} from './figures.tsx';
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
  const { volume, moods, waits, topics } = figures;
  useScreen('trends', t('Trends'), [volume, moods, waits, topics].every(isShown));
  return (
    <PageFrame title={t('Trends')} actions={controls}>
      <Volume looked={looked} figures={figures} />
      <Moods looked={looked} figures={figures} />
      <Waits looked={looked} figures={figures} />
      <Kept looked={looked} />
      <Content looked={looked} />
      <BacklogByAge />
      <AgentsLoad />
      <Voices looked={looked} />
      <Topics figures={figures} />
    </PageFrame>
  );
}
