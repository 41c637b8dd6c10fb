import { api, has, take } from '../../api/client.ts';
import { takeEvery } from '../../api/every.ts';
import { makeResource } from '../../app/resource.ts';
import { atSignOut, may } from '../../app/session.ts';

// The ids of those who may answer, for whoever hands over or looks for what a colleague has.
export const colleagues = makeResource<string[] | undefined>(async (signal) =>
  hasColleagues()
    ? (
        await takeEvery((cursor) =>
          take(api.GET('/colleagues', { params: { query: { limit: 100, cursor } }, signal })),
        )
      ).map((each) => each.id)
    : [],
);
atSignOut(() => colleagues.change(undefined));

export function loadColleagues(): void {
  if (!colleagues.data.value && !colleagues.isLoading.value) void colleagues.reload();
}

export function hasColleagues(): boolean {
  return has('GET /colleagues') && may('conversations:write');
}
