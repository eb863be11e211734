"""Database and bucket in one folder, and back again (decision 0011).

Consistent without stopping anybody: a row is committed before its object exists, bytes are never
overwritten and leave the bucket long after the row let go of them.  So the database is dumped first
and then every object is copied that exists: no row of the dump lacks one that it may count on.
Restoring goes the other way: first the objects, then the rows that name them.
"""
