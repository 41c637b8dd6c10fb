// A platform's mark: two letters in a shape, and its name for who cannot see it. No trademark's picture is used.
const MARKS: Record<string, [string, string]> = {
  facebook: ['Fb', 'Facebook'],
  messenger: ['Ms', 'Messenger'],
  instagram: ['Ig', 'Instagram'],
  whatsapp: ['Wa', 'WhatsApp'],
  x: ['X', 'X'],
  slack: ['Sl', 'Slack'],
  telegram: ['Tg', 'Telegram'],
  linkedin: ['In', 'LinkedIn'],
  youtube: ['Yt', 'YouTube'],
  tiktok: ['Tt', 'TikTok'],
  reddit: ['Rd', 'Reddit'],
  google_business: ['Gb', 'Google Business'],
  trustpilot: ['Tp', 'Trustpilot'],
  email: ['@', 'E-mail'],
  discord: ['Dc', 'Discord'],
  mastodon: ['Md', 'Mastodon'],
  bluesky: ['Bs', 'Bluesky'],
  github: ['Gh', 'GitHub'],
  wordpress: ['Wp', 'WordPress'],
  wechat: ['Wc', 'WeChat'],
  line: ['Li', 'LINE'],
  viber: ['Vb', 'Viber'],
  activitypub: ['Ap', 'ActivityPub'],
  activitystreams: ['As', 'ActivityStreams'],
  cloudevents: ['Ce', 'CloudEvents'],
  google_plus: ['G+', 'Google+'],
  salesforce_ideas: ['Si', 'Salesforce Ideas'],
  standard_webhooks: ['Wh', 'Standard Webhooks'],
  teams: ['Mt', 'Microsoft Teams'],
  xing: ['Xi', 'XING'],
};

export function namePlatform(platform: string): string {
  const known = MARKS[platform];
  if (known) return known[1];
  const spaced = platform.replaceAll('_', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

export function PlatformMark({ platform }: { platform: string }) {
  const name = namePlatform(platform);
  const letters = MARKS[platform]?.[0] ?? name.slice(0, 2);
  return (
    <span class="platform" role="img" aria-label={name} title={name} dir="ltr">
      {letters}
    </span>
  );
}
