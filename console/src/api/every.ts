interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

// Reads a list to its end, page by page: for what one chooses from, where the rest would be missing.
export async function takeEvery<T>(read: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    found.push(...page.data);
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  return found;
}
