"""A server’s own words of the sentences that it can say itself."""
