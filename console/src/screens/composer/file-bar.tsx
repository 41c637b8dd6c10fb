import type { Signal } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import { has } from '../../api/client.ts';
import { formatBytes, t } from '../../i18n/index.ts';
import { Words } from '../../parts/text.tsx';
import type { Kept } from '../conversation/kept.ts';
import { type Attached, attachFile, dropFile, openFiles, sendParts } from './attached.ts';
import {
  cleanName,
  findMost,
  listAccepted,
  MOST_BYTES,
  type Refusal,
  readType,
  whyNotTaken,
} from './files.ts';
import type { Option, Way } from './modes.ts';

// Where nothing may go along there is no button; what the way does not take is said before it is sent anywhere.
export function AddFile({ kept, way, option }: { kept: Kept; way: Way; option: Option }) {
  const picker = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState('');
  if (option.files < 1 || !option.open || !has('POST /uploads')) return null;
  const types = option.upload_types;
  const taken = Object.entries(types).map(
    ([type, most]) => `${type || t('any type')}: ${formatBytes(Math.min(most, MOST_BYTES))}`,
  );
  const choose = (files: Iterable<File>) => {
    setRefused('');
    for (const file of files) {
      const type = readType(file.type);
      const before = openFiles(kept.id, way).value.map((each) => ({
        type: each.type,
        bytes: each.file.size,
      }));
      const why = whyNotTaken(option, type, file.size, before);
      if (why) setRefused(`${cleanName(file.name)}: ${tellWhy(why, option, type, file.size)}`);
      else void attachFile(kept, way, file);
    }
  };
  return (
    <>
      <button
        type="button"
        class="plain"
        aria-label={t('Add a file')}
        title={t('Up to {taken}', { taken: taken.join(', ') })}
        onClick={() => picker.current?.click()}
      >
        + {t('file')}
      </button>
      <input
        ref={picker}
        type="file"
        hidden
        multiple={option.files > 1}
        aria-label={t('Add a file')}
        accept={listAccepted(types)}
        onChange={(event) => {
          choose(event.currentTarget.files ?? []);
          event.currentTarget.value = '';
        }}
      />
      {refused && (
        <span class="small strong" role="alert" data-testid="file-refused">
          <Words text={refused} />
        </span>
      )}
    </>
  );
}

function tellWhy(why: Refusal, option: Option, type: string, bytes: number): string {
  if (why === 'empty') return t('the file is empty');
  if (why === 'count') return t('at most {most} files go along here', { most: option.files });
  if (why === 'mixed') return t('it does not go together with the others');
  if (why === 'total') {
    return t('together at most {most} can go along here', { most: formatBytes(option.files_total) });
  }
  if (why === 'type') {
    const types = Object.keys(option.upload_types).join(', ');
    return t('{type} cannot go along here, only {types}', { type, types });
  }
  const most = formatBytes(findMost(option.upload_types, type) ?? 0);
  return t('{size}, at most {most} can go along here', { size: formatBytes(bytes), most });
}

// The files beside what is written: how much of each is there, and how to take it out again.
export function AttachedFiles({ kept, way, option }: { kept: Kept; way: Way; option: Option }) {
  const place = openFiles(kept.id, way);
  const files = place.value;
  if (!files.length) return null;
  return (
    <>
      {files.map((file) => (
        <AttachedFile key={file.name + file.id} kept={kept} place={place} file={file} />
      ))}
      {option.caption === 0 && <p class="quiet small">{t('A file goes alone here, without a text.')}</p>}
      {option.files_each && files.length > 1 && (
        <p class="quiet small">{t('Each goes out as a message of its own.')}</p>
      )}
    </>
  );
}

function AttachedFile(props: { kept: Kept; place: Signal<Attached[]>; file: Attached }) {
  const { kept, place, file } = props;
  const state = file.isReady ? 'ready' : file.trouble ? 'failed' : 'sending';
  return (
    <div class="bar small attached" data-testid="attached" data-state={state}>
      <span>
        <Words text={file.name} /> <span class="quiet">{formatBytes(file.file.size)}</span>
      </span>
      {state === 'sending' && (
        <progress aria-label={t('How much is there')} max={file.file.size} value={file.done} />
      )}
      {file.trouble && <strong>{file.trouble}</strong>}
      {file.trouble && (
        <button type="button" onClick={() => void sendParts(kept, place, file.stop)}>
          {t('Try again')}
        </button>
      )}
      <button type="button" class="plain" onClick={() => dropFile(place, file)}>
        {t('Remove the file')}
      </button>
    </div>
  );
}
