"""Runs of letters: what is written between two spaces, piece by piece."""

from segment.scoring import score
from segment.scoring.runs import WIDEST, pieces_of, runs_model, runs_of


def test_runs_keep_marks_and_accents_and_fold_case_and_elongation() -> None:
    assert runs_of("Très  BIEN!!!! sooooo 👍👍👍👍") == ["très", "bien!!", "soo", "👍👍"]


def test_every_piece_of_one_to_five_characters_counts() -> None:
    size = len(" ab ")
    assert len(pieces_of("ab")) == sum(size - width + 1 for width in range(1, WIDEST + 1) if width <= size)
    assert set(pieces_of("ab")) < set(pieces_of("ab")) | set(pieces_of("abc"))


def test_a_run_adds_the_same_wherever_it_stands() -> None:
    alone, nothing = runs_model().weigh_runs("wonderful"), runs_model().weigh_runs("")
    assert nothing.moved == {}
    one = runs_model().weigh_runs("wonderful broken")
    two = runs_model().weigh_runs("broken wonderful")
    assert one.moved == two.moved
    assert set(one.moved) == {"wonderful", "broken"}
    assert alone.polarity > nothing.polarity


def test_runs_have_an_opinion_of_what_is_wanted() -> None:
    liked = runs_model().weigh_runs("Thank you so much for the quick help").logits
    left = runs_model().weigh_runs("Please cancel my subscription").logits
    assert liked["thanks"] > left["thanks"]
    assert left["cancellation"] > liked["cancellation"]


def test_what_a_message_ends_with_is_heard() -> None:
    assert score("ok", "en").score != score("ok!!!", "en").score
