"""The product's WSGI application in a process that ends with the server which started it.

Granian's workers are its children: when it is killed outright, nobody else would end them.
"""

from timecount.local.children import die_with_parent

die_with_parent()

from timecount.wsgi import application  # noqa: E402 -- the tie comes first

__all__ = ["application"]
