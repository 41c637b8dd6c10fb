"""docs/privacy.md, written from the policy, the register and the list of duties."""

from infra.docs.duties import DUTIES, Duty
from infra.register import CLASSES, FAMILIES, MEASURES, PERIODS, PURPOSES, period
from model import policy

PATH = "docs/privacy.md"

HEAD = """# Data protection

Read this to answer what is kept of whom, why, for how long, and how it is erased.

Written by `make docs` from `model/terms/`, `infra/register.py`, the item classes and `infra/docs/duties.py`;
`make check` fails when it is out of date. `rapport register` prints the register of processing as JSON.

## How forgetting works

Everything personal in a row is one sealed attribute. Its key needs two salts: the person's, and that of its
retention bucket (brand, platform, account, class and day of receipt; the hour where a cap is counted in hours).
Destroying either makes every copy unreadable for everybody who does not remember the salt.

How soon that is, and the same holds for a restriction: the agent API remembers salts for 5 seconds, other functions
that read them for 5 minutes while they are warm; `assign` and the webhook never read any. What arrives within the 5
minutes may still be sealed for somebody who was erased: the second pass of an erasure, 13 minutes later, takes that
away, and before it ends nothing is reported as done. What a restricted person writes is stored in any case, and
labelled for 5 minutes more at most.

Tombstones are pseudonyms of people who were erased: personal data still, kept so that nothing new of them is stored.
Somebody who writes to the company in private later comes back with a new key. What tells no time of its own may be a
repetition of something older: it stays out for 7 days after the erasure, longer than any sender repeats, and is counted
(metric `event_without_time_after_erasure`); then the moment of its receipt counts.

Where a text names other people who are tagged or answered, it is kept beside it which words those are. An erasure
replaces them by `[removed]` in whatever others wrote, within minutes, and the rest of the text stays
(docs/decisions/0023). A name is found in any case, in full-width letters, between underscores or asterisks, with
several, non-breaking or no-width spaces or a line break inside, with a genitive's `s`, and joined as in a hashtag or
the part of an address before the @; in Chinese, Japanese, Korean and Thai also within a run of letters.

- **A period is over**: every 15 minutes `privacy/purge` destroys the salts of the buckets that are due, one request
  each whatever the number of rows. TTL removes the husks later. Readers refuse what is past its time in any case.
  What is received during a day goes when the first of it is due, so nothing outlives its period.
- **A rule gets shorter**: what is due is computed at each run, so it works at the next one and rewrites no row.
- **No trace allowed**: rows of such platforms are listed by bucket and deleted themselves.
- **Nobody was heard of**: identities and heads are listed by the day since which they are idle, and deleted; the
  person's salt follows when nothing that was written to them can be left, if they did not come back.
- **An account withdraws our access** (an app is uninstalled, a token revoked): the keys of all its buckets are
  destroyed within minutes, as many as it has classes and days. Its conversations leave the inbox; 13 minutes later,
  when nothing of it can be on its way, people go whose names were seen last through it and who have nothing through
  another account. A receipt says what went. It can be connected again at any time and begins with nothing.
- **A legal hold** takes a supervisor and a data protection officer. From the second consent on no key of the brand
  is destroyed until what is held stands under the hold's own key. What the person writes later is sealed under it
  from the first; what is deleted on the platform is kept and shown to nobody. The erasure of somebody whom held rows
  name leaves those as they are and says how many; at the end of the hold that is made good, and what is overdue goes.
- **Each run signs** what it did into a chain of receipts, and the audit log of the time before. `rapport audit
  verify` checks both; note the head it prints, for a chain that was cut off is sound in itself.
- **After something was restored** from a backup, `rapport restore finish` forgets again what had been forgotten since;
  it is to be run before the tables serve anybody (docs/operate.md). A restore of `keys` can bring back what was
  destroyed in the last 7 days.
- **What a platform says without proof** (an app removed by somebody who did not connect the account, a topic or user
  that a header calls destroyed) waits until an administrator or the data protection officer confirms or refuses it. An
  alarm is raised after 24 hours.

`tests/test_promises.py` names the tests that hold each of these sentences.

## What forgetting does not reach yet

- **Names in copies.** A copy of `feed` from before the erasure keeps the person's name in what others wrote, sealed
  under the keys of those others, until `FeedPitrDays` are over (7 by default, 21 at most). The date on a receipt is
  the later of that and the 7 days of `keys`.
- **Names that nobody told us of.** Where others write a name without tagging or answering the person, a nickname, a
  former name, or one that we learned only later, it is part of their text. In rows that answer or tag the person (the
  associations lead there) an erasure takes out the names we know; in rows that do neither, and in what is written
  later without tagging them, they stay.
- **Forms that are not looked for**: a first or last name alone where the platform gives only both together, letters of
  another script that look alike, misspellings, genitives other than by `s` and an apostrophe, more than four words
  joined, and names longer than 200 characters beyond those. Looking for the first name alone would take it out of every
  text that tags the person, also where it means somebody else.
- A word that a name shares with ordinary text reads `[removed]` too, in texts that tag the person.
- Parked deliveries that name the person are dropped; a copy of `ops` taken before (nothing here makes one) still
  opens until their day's key goes, after 8 days at most.
- Of an account that withdrew our access rows without a readable word stay until their time is over: opaque ids,
  times, kinds and labels (nothing where a platform allows no trace). Counts stay, and so do copies that people were
  handed of their own data, for a week. Parked deliveries of an endpoint that serves other accounts stay, sealed, for
  at most a week. What two accounts received is kept, and goes, with the one that received it first.
- What waits to be sent to somebody who is erased is called back by being deleted; what went out stays at the platform.
  Recipients are not told (Article 19). A handle is proved by a code that its owner sends from it in private; on
  platforms without private messages an administrator or the data protection officer has to see another proof.
- A legal hold covers what we wrote as well: replies, notes, drafts and what somebody got of broadcasts. A note or a
  reply that is deleted while it stands is kept unseen until it ends; of a draft that is thrown away, and of the text
  before an edit, nothing stays. A file that an agent uploaded to send it along is not held: it goes as it was sent,
  two days after it came at the latest, as ever. The reply says for as long as the hold stands that there was one, of
  which name and type; the file itself is with whom it was sent to, and with who sent it.

"""


def text() -> str:
    """Returns the whole document."""
    return "\n".join([HEAD + _platforms(), _purposes(), _register(), _duties()])


def _platforms() -> str:
    lines = [
        "## Periods and purposes by platform\n",
        "A brand may shorten these, never lengthen them. Platforms without a row get 30 days.\n",
        f"| platform | kept | deletes within | {' | '.join(policy.PURPOSES)} | trace | source | checked |",
        "|" + "---|" * (len(policy.PURPOSES) + 6),
    ]
    return "\n".join([*lines, *(_platform(policy.RULES[name]) for name in sorted(policy.RULES))]) + "\n"


def _platform(rule: policy.Rule) -> str:
    purposes = " | ".join("yes" if rule.allows(name) else "no" for name in policy.PURPOSES)
    trace = "tombstone" if rule.residue else "none"
    return (
        f"| `{rule.platform}` | {period(rule)} | {rule.delete_within_hours} h | {purposes} | {trace} "
        f"| {rule.source} | {rule.checked_on} |"
    )


def _purposes() -> str:
    rows = [f"| {name} | {PURPOSES[name]} |" for name in policy.PURPOSES]
    return "\n".join(["## Purposes\n", "| purpose | what for |", "|---|---|", *rows]) + "\n"


def _register() -> str:
    kinds = (*CLASSES.values(), *FAMILIES.values())
    rows = [f"| {title} | {holds} |" for title, holds in kinds if title]
    periods = [f"- {what}: {how_long}" for what, how_long in PERIODS.items()]
    measures = [f"- {measure}" for measure in MEASURES]
    return "\n".join(
        ["## What is kept\n", "| class | what it holds |", "|---|---|", *rows, "\n## For how long\n", *periods,
         "\n## Measures\n", *measures]
    ) + "\n"  # fmt: skip


def _duties() -> str:
    lines = ["## Duties\n", "| | duty | state | shown by | not done, and why |", "|---|---|---|---|---|"]
    return "\n".join([*lines, *map(_duty, DUTIES)]) + "\n"


def _duty(duty: Duty) -> str:
    tests = "<br>".join(f"`{name}`" for name in duty.tests)
    return f"| {duty.id} | {duty.what} | {duty.state} | {tests} | {duty.missing} |"
