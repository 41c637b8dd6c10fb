import { api, has, take } from '../../api/client.ts';
import { takeEvery } from '../../api/every.ts';
import { makeResource } from '../../app/resource.ts';
import { atSignOut, may } from '../../app/session.ts';

// The segments' titles, which screens show beside people and filters: read once, and nobody in them is counted.
export const segments = makeResource(async (signal) =>
  has('GET /segments') && may('segments:read')
    ? takeEvery((cursor) =>
        take(api.GET('/segments', { params: { query: { limit: 100, members: false, cursor } }, signal })),
      )
    : [],
);
atSignOut(() => segments.change([]));

function findTitle(id: string): string | undefined {
  return segments.data.value?.find((each) => each.id === id)?.title;
}

export function nameSegment(id: string): string {
  return findTitle(id) ?? id;
}

// Reads the titles where none was read yet, or one of these is not among them.
export function loadSegments(ids: readonly string[] = []): void {
  if (!segments.data.value || ids.some((id) => findTitle(id) === undefined)) void segments.reload();
}
