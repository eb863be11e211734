from accounts.models import User


def test_a_rolled_back_test_leaves_nothing_1(db: None) -> None:
    assert not User.objects.exists()
    User.objects.create(email="anna@demo.example")


def test_a_rolled_back_test_leaves_nothing_2(db: None) -> None:
    test_a_rolled_back_test_leaves_nothing_1(None)


def test_a_committed_database_is_fresh_1(committed_db: str) -> None:
    assert not User.objects.exists()
    User.objects.create(email="anna@demo.example")


def test_a_committed_database_is_fresh_2(committed_db: str) -> None:
    test_a_committed_database_is_fresh_1(committed_db)
