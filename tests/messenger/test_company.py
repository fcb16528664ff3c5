"""Nobody is taken to be alone who may not be."""

from __future__ import annotations

from helpline.messenger.company import STRANGER_SECONDS, Company

BLUE = b"blue"


def following() -> Company:
    """Blue, as Redis has confirmed."""
    company = Company()
    company.ask(BLUE)
    company.confirmed(BLUE)
    return company


def tell(company: Company, heard_by: int, now: float = 0.0) -> None:
    company.heard_by(BLUE, heard_by, company.sure(BLUE), now)


def test_who_alone_hears_itself_is_alone_until_somebody_comes():
    company = following()
    assert not company.is_alone(BLUE)
    tell(company, 1)
    assert company.is_alone(BLUE)
    assert company.somebody_came(BLUE)
    assert not company.is_alone(BLUE)


def test_who_is_heard_by_another_is_not():
    company = following()
    tell(company, 2)
    assert not company.is_alone(BLUE)
    assert not company.somebody_came(BLUE)


def test_what_redis_answers_to_a_question_from_before_somebody_came_is_not_believed():
    company = following()
    before = company.sure(BLUE)
    company.somebody_came(BLUE)
    company.heard_by(BLUE, 1, before, 0.0)
    assert not company.is_alone(BLUE)


def test_while_redis_has_not_confirmed_it_the_one_who_hears_may_be_somebody_else():
    company = Company()
    company.ask(BLUE)
    tell(company, 1)
    assert not company.is_alone(BLUE)


def test_nor_does_the_confirmation_of_what_was_given_up_meanwhile_count():
    company = Company()
    company.ask(BLUE)
    company.leave(BLUE)
    company.confirmed(BLUE)
    tell(company, 1)
    assert not company.is_alone(BLUE)
    company.ask(BLUE)
    company.leave(BLUE)
    company.ask(BLUE)
    company.confirmed(BLUE)
    tell(company, 1)
    assert not company.is_alone(BLUE)
    company.confirmed(BLUE)
    tell(company, 1)
    assert company.is_alone(BLUE)


def test_nor_does_an_answer_from_before_it_was_given_up_and_begun_again():
    company = following()
    before = company.sure(BLUE)
    company.leave(BLUE)
    company.ask(BLUE)
    company.confirmed(BLUE)
    company.heard_by(BLUE, 1, before, 0.0)
    assert not company.is_alone(BLUE)


def test_as_long_as_a_node_is_there_that_does_not_announce_nobody_is_alone():
    company = following()
    tell(company, 1)
    assert company.a_stranger_spoke(5.0) == {BLUE}
    assert not company.is_alone(BLUE)
    tell(company, 1, now=5.0 + STRANGER_SECONDS - 1)
    assert not company.is_alone(BLUE)
    tell(company, 1, now=5.0 + STRANGER_SECONDS)
    assert company.is_alone(BLUE)


def test_with_the_connection_everything_is_forgotten_but_where_something_may_have_been_missed():
    company = following()
    before = company.sure(BLUE)
    tell(company, 1)
    assert company.lost() == {BLUE}
    assert company.lost() == set()
    company.heard_by(BLUE, 1, before, 0.0)
    assert not company.is_alone(BLUE)
    assert not company.followed
