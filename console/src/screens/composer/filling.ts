// A message that a platform approved, with places to fill: `{{1}}`, or `{{name}}` where its places have names.
const PLACE = /\{\{\s*(\w+)\s*\}\}/g;

export interface Fillable {
  text: string;
  // Its places, in the order in which they are filled.
  variables: string[];
}

// The text as the person will read it; a place that is not filled yet stays as it is.
export function fillPlaces({ text, variables }: Fillable, values: string[]): string {
  return text.replace(PLACE, (whole, name: string) => values[variables.indexOf(name)]?.trim() || whole);
}

export function isFilled({ variables }: Fillable, values: string[]): boolean {
  return variables.every((_, place) => values[place]?.trim());
}
