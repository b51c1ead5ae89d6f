"""The only SQL of the product: engine, tables, and one module of queries per subject.

Query functions take `db` (an open transaction) first and `now` where time
matters; they never commit. A difference between SQLite and PostgreSQL stays
here, behind one name.
"""
