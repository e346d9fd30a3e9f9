"""What every screen looks like, kept as text and compared on each run; the pictures in screenshots/ are drawn from it.

`python -m tests.snapshots` takes them anew and draws the pictures. Look at each before you commit it.
"""
