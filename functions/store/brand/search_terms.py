"""A brand's search terms in `core`: one row each."""

from dataclasses import replace

from pynamodb.exceptions import DoesNotExist

from model.errors import Conflict
from model.search_term import SearchTerm
from store.brand import keys as brand_keys
from store.brand.rows import TermRow


class SearchTerms:
    """Reads and keeps them."""

    def list_terms(self, brand: str) -> list[SearchTerm]:
        """Returns all of a brand, by id."""
        return [_read(brand, row) for row in TermRow.query(brand_keys.terms(brand), consistent_read=True)]

    def find_term(self, brand: str, term_id: str) -> SearchTerm | None:
        """Returns one, None where there is none."""
        try:
            return _read(brand, TermRow.get(brand_keys.terms(brand), term_id, consistent_read=True))
        except DoesNotExist:
            return None

    def keep_term(self, term: SearchTerm) -> SearchTerm:
        """Keeps one in the place of the one it was made from (`rev` 0: of none). Raises Conflict."""
        row = TermRow(brand_keys.terms(term.brand), term.id)
        whole = {
            "title": term.title,
            "words": term.query,
            "accounts": list(term.accounts),
            "opens": term.opens,
            "without": list(term.without) or None,
            "created_at": term.created_at,
            "created_by": term.created_by,
            "rev": term.rev + 1,
        }
        if not row.update_at(whole, term.rev or None):
            raise Conflict("it was changed by somebody else")
        return replace(term, rev=term.rev + 1)

    def drop_term(self, term: SearchTerm) -> None:
        """Deletes one."""
        TermRow(brand_keys.terms(term.brand), term.id).delete()


def _read(brand: str, row: TermRow) -> SearchTerm:
    return SearchTerm(
        id=row.sk,
        brand=brand,
        title=row.title or "",
        query=row.words or "",
        accounts=tuple(str(each) for each in row.accounts or ()),
        opens=bool(row.opens),
        without=tuple(str(each) for each in row.without or ()),
        created_at=int(row.created_at or 0),
        created_by=row.created_by or "",
        rev=int(row.rev or 0),
    )
