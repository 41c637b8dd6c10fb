import { PLATFORMS } from '../api/generated/platforms.ts';

// A platform's mark: two letters in a shape, and its name for who cannot see it. No trademark's picture is used.
const MARKS: Record<string, string> = {
  facebook: 'Fb',
  messenger: 'Ms',
  instagram: 'Ig',
  whatsapp: 'Wa',
  x: 'X',
  slack: 'Sl',
  telegram: 'Tg',
  linkedin: 'In',
  youtube: 'Yt',
  tiktok: 'Tt',
  reddit: 'Rd',
  google_business: 'Gb',
  trustpilot: 'Tp',
  email: '@',
  discord: 'Dc',
  mastodon: 'Md',
  bluesky: 'Bs',
  github: 'Gh',
  wordpress: 'Wp',
  wechat: 'Wc',
  line: 'Li',
  viber: 'Vb',
  activitypub: 'Ap',
  activitystreams: 'As',
  cloudevents: 'Ce',
  google_plus: 'G+',
  salesforce_ideas: 'Si',
  standard_webhooks: 'Wh',
  teams: 'Mt',
  xing: 'Xi',
};

const TITLES = new Map<string, string>(PLATFORMS.map((each) => [each.name, each.title]));

export function namePlatform(platform: string): string {
  return TITLES.get(platform) ?? platform;
}

export function PlatformMark({ platform }: { platform: string }) {
  const name = namePlatform(platform);
  return (
    <span class="platform" role="img" aria-label={name} title={name} dir="ltr">
      {MARKS[platform] ?? name.slice(0, 2)}
    </span>
  );
}
