import { useState } from 'preact/hooks';
import { api, has, type Schemas, take } from '../../api/client.ts';
import { may } from '../../app/session.ts';
import { t, word } from '../../i18n/index.ts';
import { attempt } from '../../parts/page.tsx';
import { Words } from '../../parts/text.tsx';
import type { Message } from './kept.ts';

// A file of a message. This page asks nobody outside: the API fetches it when somebody wants to see it, and notes that.
export function MediaItem({ message, number }: { message: Message; number: number }) {
  const [file, setFile] = useState<Schemas['MediaFile'] | null>(null);
  const media = message.media[number]!;
  const params = { path: { id: message.id, n: String(number) } };
  const load = async () => setFile(await take(api.GET('/interactions/{id}/media/{n}', { params })));
  return (
    <div class="media small" data-testid="media">
      {word(media.type ?? 'file')} {media.name && <Words text={media.name} />}{' '}
      {file ? (
        <Loaded file={file} />
      ) : has('GET /interactions/{id}/media/{n}') && may('media:read') ? (
        <button type="button" onClick={() => void attempt('', load)}>
          {t('Show')}
        </button>
      ) : (
        <span class="quiet">{t('not loaded: pictures of others are never fetched by this page')}</span>
      )}
    </div>
  );
}

// A picture of dots is shown; what could run is only ever kept.
function Loaded({ file }: { file: Schemas['MediaFile'] }) {
  const name = file.name ?? t('A file');
  if (file.inline) return <img class="loaded" src={`data:${file.type};base64,${file.data}`} alt={name} />;
  return (
    <a download={name} href={`data:application/octet-stream;base64,${file.data}`}>
      {t('Keep the file')}
    </a>
  );
}
