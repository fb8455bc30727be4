from mieux_dashboard.model.decision import OWN, Decision, Decisions


def test_the_last_answer_to_a_question_holds():
    given = Decisions((Decision("value", "countries", "ivorycost", "CIV"),))
    changed = given.with_([Decision("value", "countries", "ivorycost", OWN)])
    assert given.answer("value", "countries", "ivorycost") == "CIV"
    assert changed.answer("value", "countries", "ivorycost") == OWN


def test_a_question_that_nobody_answered_has_no_answer():
    assert Decisions().answer("record", "actions", "kenya-i") == ""
