"""Names the jobs that fall due for an account beside what it is told."""

ASK, RENEW, CHECK, AUDIT = "ask", "renew", "check", "audit"
"""Its lists are asked, what it subscribed to is renewed, items are looked at again, and what it told is compared with
what is here."""
