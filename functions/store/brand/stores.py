"""The stores of a brand's own rows, wired once; `store.stores` adds those of what people write."""

from collections.abc import Callable
from functools import cached_property

from aws import sending_secrets
from store.brand import keys as brand_keys
from store.brand.account_titles import AccountTitles
from store.brand.accounts import Accounts
from store.brand.agents import Agents
from store.brand.approval_rules import ApprovalSettings
from store.brand.audit import Audit
from store.brand.brand_settings import BrandSettings
from store.brand.canned import CannedTexts
from store.brand.checks import Checks
from store.brand.grants import Grants
from store.brand.imports import Imports
from store.brand.leases import Leases
from store.brand.platform_limits import PlatformLimits
from store.brand.polls import Polls
from store.brand.preferences import DeskPreferences
from store.brand.public_names import PublicNames
from store.brand.rates import Rates
from store.brand.saved_views import SavedViews
from store.brand.search_terms import SearchTerms
from store.brand.silence import Silences
from store.brand.sla_settings import SlaSettings
from store.brand.templates import MessageTemplates
from store.brand.tokens import Tokens
from store.vault.vault import Vault


class BrandStores:
    """Makes what is needed when it is first asked for."""

    clock: Callable[[], float]
    """Epoch seconds."""

    def now_ms(self) -> int:
        """Returns epoch milliseconds."""
        return int(self.clock() * 1000)

    @cached_property
    def vault(self) -> Vault:
        """Returns what seals and unseals."""
        raise NotImplementedError

    @cached_property
    def tokens(self) -> Tokens:
        """Returns what accounts send with."""
        return Tokens(self.vault, sending_secrets, Leases(self.clock), self.clock)

    @cached_property
    def templates(self) -> MessageTemplates:
        """Returns the store of what platforms approved to be sent."""
        return MessageTemplates()

    @cached_property
    def terms(self) -> SearchTerms:
        """Returns what is looked for elsewhere."""
        return SearchTerms()

    @cached_property
    def searches(self) -> Polls:
        """Returns how far what is looked for was read."""
        return Polls(self.vault, self.clock, brand_keys.searches, brand_keys.searches_due)

    @cached_property
    def imports(self) -> Imports:
        """Returns the files of history that were announced."""
        return Imports(self.vault, self.clock)

    @cached_property
    def grants(self) -> Grants:
        """Returns the consents that were asked for."""
        return Grants(self.vault, self.clock)

    @cached_property
    def platform_limits(self) -> PlatformLimits:
        """Returns how many requests platforms still take."""
        return PlatformLimits(self.clock)

    @cached_property
    def accounts(self) -> Accounts:
        """Returns connected accounts."""
        return Accounts(self.vault, self.clock)

    @cached_property
    def account_titles(self) -> AccountTitles:
        """Returns what accounts are called."""
        return AccountTitles(self.accounts, self.clock)

    @cached_property
    def polls(self) -> Polls:
        """Returns how far polled accounts were read."""
        return Polls(self.vault, self.clock)

    @cached_property
    def checks(self) -> Checks:
        """Returns what is to be looked at again."""
        return Checks(self.vault, self.clock)

    @cached_property
    def agents(self) -> Agents:
        """Returns the store of agents and tokens."""
        return Agents()

    @cached_property
    def settings(self) -> BrandSettings:
        """Returns the settings of brands."""
        return BrandSettings(self.clock)

    @cached_property
    def public_names(self) -> PublicNames:
        """Returns the names under which accounts are public."""
        return PublicNames()

    @cached_property
    def saved_views(self) -> SavedViews:
        """Returns the views that agents saved."""
        return SavedViews()

    @cached_property
    def preferences(self) -> DeskPreferences:
        """Returns how agents want the console to be."""
        return DeskPreferences()

    @cached_property
    def sla(self) -> SlaSettings:
        """Returns what brands promise, and when they work."""
        return SlaSettings(self.clock)

    @cached_property
    def approval_rules(self) -> ApprovalSettings:
        """Returns whose replies wait for somebody's approval."""
        return ApprovalSettings()

    @cached_property
    def canned(self) -> CannedTexts:
        """Returns the canned replies."""
        return CannedTexts(brand_keys.canned)

    @cached_property
    def macros(self) -> CannedTexts:
        """Returns the macros."""
        return CannedTexts(brand_keys.macros)

    @cached_property
    def rates(self) -> Rates:
        """Returns the counters of requests."""
        return Rates(self.clock)

    @cached_property
    def audit(self) -> Audit:
        """Returns the audit log."""
        return Audit()

    @cached_property
    def silences(self) -> Silences:
        """Returns the store of when accounts were last heard of."""
        return Silences(self.now_ms)
