import { useEffect, useState } from 'preact/hooks';
import { t } from '../../i18n/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { type Choice, ChoiceField, Form, TextField } from '../../parts/form.tsx';
import { loadSegments } from '../segments/names.ts';
import { listLeft, nameFilter, READY, tell } from './filter-choices.ts';
import { reloadList, words } from './store.ts';
import type { FilterName, Filters } from './views.ts';

// Chooses a filter from all there are, or the words to look for.
export function FilterDialog(props: {
  names: FilterName[];
  filters: Filters;
  onAdd: (name: FilterName, value: string) => void;
  onClose: () => void;
}) {
  const first = props.names.find((each) => !READY.includes(each)) ?? 'tag';
  const [name, setName] = useState<FilterName>(first);
  const [value, setValue] = useState('');
  const [sought, setSought] = useState(words.value);
  useEffect(() => {
    loadSegments();
  }, []);
  const choices: Choice[] = listLeft(name, props.filters).map((each) => [each, tell(name, each)]);
  return (
    <Dialog title={t('Filter')} onClose={props.onClose}>
      <Form
        onSend={() => props.onAdd(name, (choices.length ? value || choices[0]?.[0] : value.trim()) ?? '')}
      >
        <ChoiceField
          label={t('Filter')}
          value={name}
          choices={props.names.map((each) => [each, nameFilter(each)])}
          onChange={(next) => {
            setName(next as FilterName);
            setValue('');
          }}
        />
        {choices.length > 0 ? (
          <ChoiceField
            label={t('Value')}
            value={value || (choices[0]?.[0] ?? '')}
            choices={choices}
            onChange={setValue}
          />
        ) : (
          <TextField
            label={t('Value')}
            value={value}
            onChange={(text) => setValue(text.toLowerCase())}
            required
            maxLength={40}
            dir="ltr"
          />
        )}
        <div class="dialog-foot">
          <button type="submit" class="primary">
            {t('Add the filter')}
          </button>
        </div>
      </Form>
      <Form
        onSend={() => {
          words.value = sought;
          props.onClose();
          void reloadList();
        }}
      >
        <TextField
          label={t('Words')}
          type="search"
          value={sought}
          onChange={setSought}
          maxLength={100}
          dir="auto"
          help={t('Of the last message, a name or an account. They are kept nowhere.')}
        />
        <div class="dialog-foot">
          <button type="submit">{t('Look for them')}</button>
        </div>
      </Form>
    </Dialog>
  );
}
