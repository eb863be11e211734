"""`make bench`: what a request costs, on a real server with many customers."""
