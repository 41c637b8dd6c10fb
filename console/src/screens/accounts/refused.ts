// The API names fields as programs do (`secrets.app_secret`); a form's own titles say them to whoever fills it.
export function nameFields(detail: string, titles: Readonly<Record<string, string>>): string {
  const said = detail.replace(/^`secrets`: (\w+)/, (_, name: string) => titles[name] ?? name);
  return said.replace(/`([\w.]+)`|\b[a-z]+(?:_[a-z]+)+\b/g, (whole, quoted?: string) => {
    const name = (quoted ?? whole).split('.').at(-1) ?? whole;
    return titles[name] ?? whole;
  });
}
