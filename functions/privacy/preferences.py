"""Keeps what a person wants done with their data short of erasure: restriction, objection, consent, rectification."""

from collections.abc import Callable
from dataclasses import replace

from model.contact import Contact
from model.privacy_task import Ask, State, Task
from privacy.procedure import Procedure, TimeLeft
from store.contacts.consents import Consent, Consents
from store.contacts.contacts import Contacts
from store.contacts.profiles import Profiles
from store.forgetting.tasks import Tasks


class Preferences(Procedure):
    """Fulfils a restriction or objection in one step; repeating it changes nothing."""

    def __init__(
        self,
        tasks: Tasks,
        contacts: Contacts,
        profiles: Profiles,
        consents: Consents,
        now_ms: Callable[[], int],
    ) -> None:
        self._tasks = tasks
        self._contacts = contacts
        self._profiles = profiles
        self._consents = consents
        self._now_ms = now_ms
        self._by_ask: dict[Ask, Callable[[str, Task], bool]] = {
            Ask.RESTRICT: self._restrict,
            Ask.OBJECT: self._object,
            Ask.CONSENT: self._consent,
            Ask.RECTIFY: self._rectify,
        }

    def take_step(self, task: Task, _: TimeLeft) -> Task:
        """See `Procedure`."""
        assert task.person is not None  # noqa: S101 - such a task is not kept
        known = self._by_ask[task.ask](task.person, task)
        if known:
            return self._tasks.finish_task(task)
        return self._tasks.finish_task(task, State.REFUSED, reason="unknown")

    def _restrict(self, person: str, task: Task) -> bool:
        lifted = bool(task.asked.get("lift"))
        known = self._consents.restrict_person(task.brand, person, None if lifted else task.received_at)
        if known and not lifted:
            self._unsegmented(task.brand, person)
        return known

    def _object(self, person: str, task: Task) -> bool:
        purposes = task.asked["purposes"]
        if task.asked.get("lift"):
            return self._consents.allow(task.brand, person, purposes)
        return self._stopped(task, person, purposes)

    def _consent(self, person: str, task: Task) -> bool:
        """Applies a consent or its withdrawal, which stops the purpose like an objection to it."""
        purpose, given = task.asked["purpose"], bool(task.asked["given"])
        allow = self._consents.allow
        known = allow(task.brand, person, [purpose]) if given else self._stopped(task, person, [purpose])
        if known:
            wording, channel = task.asked.get("wording", ""), task.asked.get("channel", "")
            line = Consent(purpose, given, wording, channel, task.received_at, task.by, task.source)
            self._consents.append_consent(task.brand, person, task.id, line)
        return known

    def _rectify(self, person: str, task: Task) -> bool:
        fields = task.asked["fields"]
        return self._profiles.rectify_profile(task.brand, person, fields, task.by, self._now_ms())

    def _stopped(self, task: Task, person: str, purposes: list[str]) -> bool:
        known = self._consents.object_to(task.brand, person, purposes, task.received_at)
        if known and "segmentation" in purposes:
            self._unsegmented(task.brand, person)
        return known

    def _unsegmented(self, brand: str, person: str) -> None:
        def step(contact: Contact) -> Contact:
            return replace(contact, segments=frozenset())

        self._contacts.change_contact(brand, person, step)
