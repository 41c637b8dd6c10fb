import { has } from '../api/client.ts';
import type { Phrase } from '../i18n/index.ts';
import type { IconName } from '../parts/icon.tsx';
import { may } from './session.ts';

// The rooms of the page. One whose route the API lacks, or that the person's role may not enter, is not drawn.
export interface Room {
  name: string;
  title: Phrase;
  icon: IconName;
  key: string;
  route: string;
  scope: string;
}

const ALL: Room[] = [
  {
    name: 'inbox',
    title: 'Inbox',
    icon: 'inbox',
    key: 'i',
    route: 'GET /conversations',
    scope: 'conversations:read',
  },
  {
    name: 'people',
    title: 'People',
    icon: 'people',
    key: 'p',
    route: 'GET /contacts',
    scope: 'contacts:read',
  },
  {
    name: 'segments',
    title: 'Segments',
    icon: 'segments',
    key: 's',
    route: 'GET /segments',
    scope: 'segments:read',
  },
  {
    name: 'trends',
    title: 'Trends',
    icon: 'trends',
    key: 't',
    route: 'GET /insights/volume',
    scope: 'insights:read',
  },
  {
    name: 'posts',
    title: 'Posts',
    icon: 'posts',
    key: 'o',
    route: 'GET /posts',
    scope: 'conversations:read',
  },
  { name: 'alerts', title: 'Alerts', icon: 'alerts', key: 'l', route: 'GET /alerts', scope: 'insights:read' },
  {
    name: 'accounts',
    title: 'Accounts',
    icon: 'accounts',
    key: 'a',
    route: 'GET /accounts',
    scope: 'accounts:read',
  },
  { name: 'parked', title: 'Parked', icon: 'parked', key: 'k', route: 'GET /parked', scope: 'parked:read' },
  {
    name: 'search',
    title: 'Search',
    icon: 'search',
    key: 'f',
    route: 'GET /search',
    scope: 'conversations:read',
  },
  { name: 'settings', title: 'Settings', icon: 'settings', key: ',', route: 'GET /me', scope: '' },
];

export function listRooms(): Room[] {
  return ALL.filter((each) => has(each.route) && (!each.scope || may(each.scope)));
}
