import { useRef, useState } from 'preact/hooks';
import { has } from '../../api/client.ts';
import { formatBytes, t } from '../../i18n/index.ts';
import { Words } from '../../parts/text.tsx';
import type { Kept } from '../conversation/kept.ts';
import { attachFile, dropFile, openFile, sendParts } from './attached.ts';
import { cleanName, findMost, listAccepted, MOST_BYTES, readType, whyNotTaken } from './files.ts';
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
  const choose = (file: File) => {
    const type = readType(file.type);
    const why = whyNotTaken(option, type, file.size);
    setRefused(why ? `${cleanName(file.name)}: ${tellWhy(why, option, type, file.size)}` : '');
    if (!why) void attachFile(kept, way, file);
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
        aria-label={t('Add a file')}
        accept={listAccepted(types)}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) choose(file);
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

function tellWhy(why: 'type' | 'size' | 'empty', option: Option, type: string, bytes: number): string {
  if (why === 'empty') return t('the file is empty');
  if (why === 'type') {
    const types = Object.keys(option.upload_types).join(', ');
    return t('{type} cannot go along here, only {types}', { type, types });
  }
  const most = formatBytes(findMost(option.upload_types, type) ?? 0);
  return t('{size}, at most {most} can go along here', { size: formatBytes(bytes), most });
}

// The file beside what is written: how much of it is there, and how to take it out again.
export function AttachedFile({ kept, way, option }: { kept: Kept; way: Way; option: Option }) {
  const place = openFile(kept.id, way);
  const file = place.value;
  if (!file) return null;
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
        <button type="button" onClick={() => void sendParts(kept, place)}>
          {t('Try again')}
        </button>
      )}
      <button type="button" class="plain" onClick={() => dropFile(kept.id, way)}>
        {t('Remove the file')}
      </button>
      {option.caption === 0 && <span class="quiet">{t('A file goes alone here, without a text.')}</span>}
    </div>
  );
}
