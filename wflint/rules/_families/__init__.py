"""What rules of one family share: how they find their subject, how bad it is, and how to say it."""
