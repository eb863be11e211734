"""Everything a computer needs to run Timecount by itself: set-up, real servers, one supervisor.

Used by `make run`, the tests and the bench; never imported by the product.
"""
