import type { Schemas } from '../../api/client.ts';
import type { Phrase } from '../../i18n/index.ts';

export type Option = Schemas['SendOption'];
export type ModeName = 'public' | 'private' | 'note';

// One way to write: where it goes and who sees it. A draft belongs to a conversation and one of these.
export interface Way {
  key: string;
  mode: ModeName;
  option?: Option;
  // Whether another way before it has the same mode: then its draft on the server is told from that one's.
  isSecond?: boolean;
}

export function listWays(options: Option[] | undefined, takesNotes: boolean): Way[] {
  const ways: Way[] = (options ?? []).map((option, place, all) => ({
    key: option.way,
    mode: option.mode,
    option,
    isSecond: all.findIndex((each) => each.mode === option.mode) < place,
  }));
  if (takesNotes) ways.push({ key: 'note', mode: 'note' });
  return ways;
}

// The first that is open is what most answers are; the conversation's own mode goes before a way beside it.
export function chooseWay(ways: Way[], chosen: string | undefined, mode: string): Way | undefined {
  const open = ways.filter((each) => each.option?.open);
  return (
    ways.find((each) => each.key === chosen) ??
    open.find((each) => each.mode === mode) ??
    open[0] ??
    ways.find((each) => each.mode === mode) ??
    ways[0]
  );
}

// A window that ends while somebody writes closes without asking the server again.
export function isOpenAt(way: Way, now: number): boolean {
  if (!way.option) return true;
  if (!way.option.open) return false;
  return way.option.open_until === null || Date.parse(way.option.open_until) > now;
}

export function secondsLeft(way: Way, now: number): number | null {
  const until = way.option?.open_until;
  return until && way.option?.open ? Math.max(0, Math.floor((Date.parse(until) - now) / 1000)) : null;
}

const OPENS: Partial<Record<string, Phrase>> = {
  account_disconnected: 'Opens when the account is connected again.',
  no_token: 'Opens when somebody consents for the account again.',
  restricted: 'Opens when the data of this person are no longer restricted.',
  opted_out: 'Opens when they want to be written to again.',
  no_reply_token: 'Opens when they write again.',
  not_summoned: 'Opens when they speak to us.',
  window_closed: 'Opens when they write again.',
};

// When a way that is closed opens; some never do, as where one answer is all there is.
export function tellOpening(option: Option | undefined): Phrase | undefined {
  return OPENS[option?.reason ?? 'window_closed'];
}
