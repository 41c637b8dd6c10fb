import { useState } from 'preact/hooks';
import { api, type Schemas, take } from '../../api/client.ts';
import { useResource } from '../../app/resource.ts';
import { may } from '../../app/session.ts';
import { listZones } from '../../app/zones.ts';
import { type Phrase, t } from '../../i18n/index.ts';
import { ChoiceField, Form, TextField } from '../../parts/form.tsx';
import { attempt } from '../../parts/page.tsx';
import { Shown } from '../../parts/states.tsx';
import { CalendarDay } from '../../parts/when.tsx';

type Hours = Schemas['BusinessHours'];
type Shift = Schemas['ShiftWanted'];

const DAYS = [
  ['monday', 'Monday'],
  ['tuesday', 'Tuesday'],
  ['wednesday', 'Wednesday'],
  ['thursday', 'Thursday'],
  ['friday', 'Friday'],
  ['saturday', 'Saturday'],
  ['sunday', 'Sunday'],
] as const satisfies readonly (readonly [keyof Hours, Phrase])[];
const USUAL: Shift = { from: '09:00', to: '17:00' };

export function Hours() {
  const hours = useResource('hours', (signal) => take(api.GET('/business-hours', { signal })));
  return (
    <section aria-labelledby="hours">
      <h2 id="hours">{t('Business hours')}</h2>
      <p class="quiet">{t('What is promised counts these hours only. A day without hours is closed.')}</p>
      <Shown of={hours}>
        {(found) => <Week key={JSON.stringify(found)} hours={found} onSaved={hours.change} />}
      </Shown>
    </section>
  );
}

function Week({ hours, onSaved }: { hours: Hours; onSaved: (next: Hours) => void }) {
  const [now, setNow] = useState(hours);
  const [holiday, setHoliday] = useState('');
  const isFixed = !may('settings:write');
  const save = async () => onSaved(await take(api.PUT('/business-hours', { body: now })));
  const addHoliday = () => {
    if (holiday) setNow({ ...now, holidays: [...new Set([...now.holidays, holiday])].sort() });
    setHoliday('');
  };
  return (
    <Form class="stack" onSend={() => void attempt(t('Saved'), save)}>
      <div class="fields">
        <ChoiceField
          label={t('Time zone')}
          value={now.zone}
          disabled={isFixed}
          choices={listZones(now.zone).map((each) => [each, each])}
          onChange={(zone) => setNow({ ...now, zone })}
        />
      </div>
      {DAYS.map(([day, title]) => (
        <Day
          key={day}
          title={t(title)}
          shifts={now[day]}
          isFixed={isFixed}
          onChange={(shifts) => setNow({ ...now, [day]: shifts })}
        />
      ))}
      <fieldset>
        <legend>{t('Holidays')}</legend>
        <ul class="chips plain-list">
          {now.holidays.map((each) => (
            <li key={each} class="chip">
              <CalendarDay day={each} />
              {!isFixed && (
                <button
                  type="button"
                  class="plain"
                  aria-label={t('Take away {name}', { name: each })}
                  onClick={() => setNow({ ...now, holidays: now.holidays.filter((other) => other !== each) })}
                >
                  ×
                </button>
              )}
            </li>
          ))}
        </ul>
        {!isFixed && (
          <div class="bar">
            <TextField label={t('Day')} type="date" value={holiday} onChange={setHoliday} />
            <button type="button" disabled={!holiday} onClick={addHoliday}>
              {t('Add')}
            </button>
          </div>
        )}
      </fieldset>
      {!isFixed && (
        <div>
          <button type="submit" class="primary" disabled={now === hours}>
            {t('Save')}
          </button>
        </div>
      )}
    </Form>
  );
}

function Day(props: { title: string; shifts: Shift[]; isFixed: boolean; onChange: (next: Shift[]) => void }) {
  const { title, shifts, isFixed, onChange } = props;
  const set = (index: number, change: Partial<Shift>) =>
    onChange(shifts.map((each, at) => (at === index ? { ...each, ...change } : each)));
  return (
    <fieldset class="day-hours">
      <legend>{title}</legend>
      {shifts.length === 0 && <span class="quiet">{t('closed')}</span>}
      {shifts.map((each, index) => (
        <span key={index} class="bar">
          {(['from', 'to'] as const).map((end) => (
            <TextField
              key={end}
              label={t(end === 'from' ? 'from' : 'to')}
              required
              disabled={isFixed}
              pattern="([01][0-9]|2[0-3]):[0-5][0-9]|24:00"
              placeholder="09:00"
              dir="ltr"
              size={6}
              value={each[end]}
              onChange={(text) => set(index, { [end]: text })}
            />
          ))}
          {!isFixed && (
            <button
              type="button"
              class="plain"
              aria-label={t('Take away {name}', { name: `${title} ${each.from}` })}
              onClick={() => onChange(shifts.filter((_, at) => at !== index))}
            >
              ×
            </button>
          )}
        </span>
      ))}
      {!isFixed && shifts.length < 6 && (
        <button
          type="button"
          aria-label={t('Add hours: {day}', { day: title })}
          onClick={() => onChange([...shifts, USUAL])}
        >
          + {t('Hours')}
        </button>
      )}
    </fieldset>
  );
}
