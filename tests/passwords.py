from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """Writes what the product's own hasher can read, without its effort."""

    iterations = 1
